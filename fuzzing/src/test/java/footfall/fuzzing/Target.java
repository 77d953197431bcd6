package footfall.fuzzing;

/** Something that reads what others have written. */
public interface Target {
  /**
   * Lets it read. It may take the input, or refuse it in words for people; whatever else it throws
   * is a finding.
   */
  void feed(byte[] input) throws Exception;
}
