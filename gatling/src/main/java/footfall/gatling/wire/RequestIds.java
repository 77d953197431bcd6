package footfall.gatling.wire;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of requests, none of them given twice. They have the form of random UUIDs (version 4), as
 * some servers refuse any other: starlette-context, below the Python server of llama.cpp, for one.
 * Thread-safe.
 */
public final class RequestIds {
  /** Of what is asked before the load. */
  public static final String PREFLIGHT = "00000000-0000-4000-8000-000000000000";

  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** The half that all names of a run have in common. */
  private final long run = UUID.randomUUID().getMostSignificantBits();

  private final AtomicLong numbers = new AtomicLong();

  /** A name that no other request has. */
  public String next() {
    return new UUID(run, VARIANT | numbers.incrementAndGet()).toString();
  }
}
