package footfall.scenarios.derivation;

/**
 * What a device's data sheet says of it, for the GPUs of one worker each.
 *
 * @param family by which efficiencies are learned
 * @param denseFlops peak without sparsity at the precision of the products
 * @param halfFlops peak at 16 bits, in which attention is computed
 * @param bytesPerSecond of its memory
 * @param linkBytesPerSecond between GPUs, in one direction; infinite where it is not stated
 * @param count of devices that one worker spans
 */
public record DataSheet(
    Family family,
    double denseFlops,
    double halfFlops,
    double bytesPerSecond,
    double linkBytesPerSecond,
    int count) {

  /** Devices that reach like parts of their data sheets. */
  public enum Family {
    TURING,
    AMPERE,
    ADA,
    HOPPER,
    BLACKWELL,
    CDNA,
    TPU,
    CPU,
    EDGE,
    OTHER
  }
}
