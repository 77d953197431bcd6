package footfall.simulator.benchmarks.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** Many streams read by one thread, which stamps every token as it comes. */
final class OpenStreams {
  private static final byte[] EVENT = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final long APART_MILLIS = 7;

  /** One stream: how much of the marks was matched, and when the last token came. */
  private static final class Stream {
    private int matched;
    private int ended;
    private long lastNanos;
  }

  private OpenStreams() {}

  /** Reads so many streams to their ends; gaps in microseconds. */
  static void run(int port, int streams, String body, Histogram gaps) throws IOException {
    byte[] request =
        ("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    int begun = 0;
    int open = 0;
    long nextNanos = System.nanoTime();
    try (Selector selector = Selector.open()) {
      while (begun < streams || open > 0) {
        if (begun < streams && System.nanoTime() >= nextNanos) {
          SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
          channel.write(ByteBuffer.wrap(request));
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ, new Stream());
          begun++;
          open++;
          nextNanos += APART_MILLIS * 1_000_000;
        }
        selector.select(begun < streams ? 1 : 1_000);
        for (SelectionKey key : selector.selectedKeys()) {
          open -= read(key, buffer, gaps) ? 1 : 0;
        }
        selector.selectedKeys().clear();
      }
    }
  }

  /** Returns whether the stream has ended. */
  private static boolean read(SelectionKey key, ByteBuffer buffer, Histogram gaps)
      throws IOException {
    buffer.clear();
    SocketChannel channel = (SocketChannel) key.channel();
    int read = channel.read(buffer);
    long now = System.nanoTime();
    Stream stream = (Stream) key.attachment();
    buffer.flip();
    boolean over = read < 0;
    while (buffer.hasRemaining()) {
      byte b = buffer.get();
      stream.matched = b == EVENT[stream.matched] ? stream.matched + 1 : b == EVENT[0] ? 1 : 0;
      stream.ended = b == END[stream.ended] ? stream.ended + 1 : b == END[0] ? 1 : 0;
      if (stream.matched == EVENT.length) {
        stream.matched = 0;
        if (stream.lastNanos > 0) {
          gaps.recordValue((now - stream.lastNanos) / 1_000);
        }
        stream.lastNanos = now;
      }
      over |= stream.ended == END.length;
      stream.ended %= END.length;
    }
    if (over) {
      key.cancel();
      channel.close();
    }
    return over;
  }
}
