package footfall.serving.djl;

/**
 * DJL would ask the network who and where it is. Whatever uses its classes insists first that it
 * does not. Thread-safe.
 */
final class Offline {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private Offline() {}

  /** To be called before any class of DJL is there. */
  static void insist() {
    // That this class is there is enough.
  }
}
