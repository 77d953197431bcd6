package footfall.serving.gateway;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.util.ByteString;

/**
 * Memory for what clients send. A request takes room as its body comes in, and gives it back when
 * it is over; where there is none left it is refused, before those that are being answered suffer.
 * Any thread may call.
 */
final class BodyRoom {
  private static final int PART_OF_HEAP = 2;

  /** While a body is read there are so many times its bytes of it, in one form or another. */
  private static final int FORMS = 6;

  private final long all;
  private final AtomicLong left;

  BodyRoom(long bytes) {
    this.all = bytes;
    this.left = new AtomicLong(bytes);
  }

  /** As much as the memory of this process can bear. */
  static BodyRoom ofThisProcess() {
    return new BodyRoom(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** A request begins; it has nothing yet. */
  Share share() {
    return new Share();
  }

  private boolean takes(long bytes) {
    long now = left.get();
    while (bytes <= now) {
      if (left.compareAndSet(now, now - bytes)) {
        return true;
      }
      now = left.get();
    }
    return false;
  }

  /** What one request takes. For one thread at a time. */
  final class Share {
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long taken;
    private ApiException refusal;

    /** Adds a piece of the body; where there is no room for it, all of it is let go. */
    Share add(ByteString piece) {
      if (takes((long) piece.size() * FORMS)) {
        body.writeBytes(piece.toArray()); // Pieces of one byte each would cost fifty as they are.
      }
      return this;
    }

    /**
     * All that was added, which is not kept here any more.
     *
     * @throws ApiException if there was no room for it
     */
    byte[] body() {
      take(0);
      byte[] whole = body.toByteArray();
      body = null;
      return whole;
    }

    /**
     * Takes more.
     *
     * @throws ApiException if there was no room for this, or for what came before
     */
    void take(long bytes) {
      if (!takes(bytes)) {
        throw refusal;
      }
    }

    private boolean takes(long bytes) {
      if (refusal == null && taken + bytes > all) {
        refusal = ApiException.tooLarge();
      } else if (refusal == null && !BodyRoom.this.takes(bytes)) {
        refusal = ApiException.overloaded();
      }
      if (refusal == null) {
        taken += bytes;
        return true;
      }
      giveBack();
      return false;
    }

    /** The request is over. */
    void giveBack() {
      left.addAndGet(taken);
      taken = 0;
      body = null;
    }
  }
}
