package footfall.fuzzing;

/** Where Jazzer begins: its first argument for us is the name of the target. */
public final class Fuzzer {
  private static Target target;

  private Fuzzer() {}

  public static void fuzzerInitialize(String[] arguments) throws Exception {
    target = Targets.open(arguments[0]);
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.feed(input);
  }
}
