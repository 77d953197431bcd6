package footfall.gatling.measuring;

import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.recording.Census;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Every request of a load test, and how many are at it now. Thread-safe. */
public final class LoadLog {
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;

  private final ConcurrentLinkedQueue<MeasuredRequest> requests = new ConcurrentLinkedQueue<>();

  /** Those that were sent and have not ended, by their id. */
  private final Map<String, MeasuredRequest> open = new ConcurrentHashMap<>();

  private final AtomicLong conversations = new AtomicLong();
  private final AtomicLong conversationsMax = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong underWayMax = new AtomicLong();
  private final LongAdder ended = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder plannedTokens = new LongAdder();
  private final LongAdder notSent = new LongAdder();
  private final LongAdder openConversations = new LongAdder();
  private final LongAdder openTurns = new LongAdder();
  private final LongAdder openRequests = new LongAdder();
  private volatile Consumer<MeasuredRequest> observer = request -> {};
  private final Recorder firstTokenMicros = new Recorder(DIGITS);

  /** Null before the first interval has ended. */
  private @Nullable Histogram interval;

  /** Tells somebody of every request that ends. */
  public void observe(Consumer<MeasuredRequest> listener) {
    observer = listener;
  }

  /** A shopper has come. */
  public void came() {
    raise(conversationsMax, conversations.incrementAndGet());
  }

  /** A shopper has gone. */
  public void went() {
    conversations.decrementAndGet();
  }

  /**
   * A request is to be sent.
   *
   * @param most that may be under way at once
   * @return whether it may
   */
  public boolean send(int most) {
    long now = underWay.incrementAndGet();
    if (now > most) {
      underWay.decrementAndGet();
      return false;
    }
    raise(underWayMax, now);
    return true;
  }

  /** The run is closed before a request could be sent that was due. */
  public void neverSent(MeasuredRequest.Place place, long dueNanos) {
    leftOpen(true, true);
    requests.add(MeasuredRequest.neverSent(place, dueNanos));
  }

  private static void raise(AtomicLong max, long value) {
    if (value > max.get()) {
      max.accumulateAndGet(value, Math::max);
    }
  }

  /** A request found no connection to be sent over. */
  public void notSent() {
    notSent.increment();
  }

  /** A request was sent. */
  public void sent(String id, MeasuredRequest.Place place, long dueNanos, long sentNanos) {
    open.put(id, MeasuredRequest.stillOpen(place, dueNanos, sentNanos));
  }

  /** A request is over, one way or the other. */
  public void ended(MeasuredRequest request) {
    underWay.decrementAndGet();
    ended.increment();
    requests.add(request);
    open.remove(request.told().requestId());
    observer.accept(request);
    if (request.isAnswered()) {
      long nanos = request.times().firstTokenNanos() - request.times().intendedNanos();
      firstTokenMicros.recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
    } else if (!request.isOpen()) {
      unanswered.increment();
    }
  }

  /** A request was answered whose reply was planned so long. */
  public void answered(int planned) {
    answered.increment();
    plannedTokens.add(planned);
  }

  /** Tokens that answered replies were planned to have, mean; NaN where there was none. */
  public double meanPlannedTokens() {
    return answered.sum() == 0 ? Double.NaN : (double) plannedTokens.sum() / answered.sum();
  }

  /**
   * The run is closed while a shopper is there.
   *
   * @param inTurn whether a turn of its has begun and not ended
   * @param awaitsReply whether a request of its has not ended
   */
  public void leftOpen(boolean inTurn, boolean awaitsReply) {
    openConversations.increment();
    if (inTurn) {
      openTurns.increment();
    }
    if (awaitsReply) {
      openRequests.increment();
    }
  }

  /** All requests that are over. */
  public List<MeasuredRequest> requests() {
    return new ArrayList<>(requests);
  }

  /** All requests that were sent, those that are not over as open. */
  public List<MeasuredRequest> everyRequest() {
    Map<String, MeasuredRequest> notOver = new HashMap<>(open);
    List<MeasuredRequest> all = requests();
    all.forEach(request -> notOver.remove(request.told().requestId()));
    all.addAll(notOver.values());
    return all;
  }

  /** The shoppers that were there when the run was closed. */
  public Census census() {
    return new Census(openConversations.sum(), openTurns.sum(), openRequests.sum());
  }

  public long conversations() {
    return conversations.get();
  }

  public long conversationsMax() {
    return conversationsMax.get();
  }

  public long underWay() {
    return underWay.get();
  }

  public long underWayMax() {
    return underWayMax.get();
  }

  public long ended() {
    return ended.sum();
  }

  public long unanswered() {
    return unanswered.sum();
  }

  public long notSentCount() {
    return notSent.sum();
  }

  /** The 95th percentile of the time to the first token since this was last asked, in seconds. */
  public synchronized double recentFirstTokenP95() {
    interval = firstTokenMicros.getIntervalHistogram(interval);
    return interval.getTotalCount() == 0 ? Double.NaN : interval.getValueAtPercentile(95) / 1e6;
  }
}
