package footfall.scenarios.engine;

/**
 * What one worker's devices reach together, data sheet times efficiency; the six numbers that
 * calibration fits.
 *
 * @param overheadSeconds of a step, whatever its batch
 * @param secondsPerSequence of a step, for each sequence in it
 * @param flops floating-point operations per second of matrix products (F)
 * @param bytesPerSecond at which weights are read (B)
 * @param kvBytesPerSecond at which the KV cache is read (Bkv)
 * @param attentionFlops floating-point operations per second of attention over the context (Fa)
 * @param communicationSecondsPerToken of exchange between the devices of one worker; zero for one
 * @param uncertainty standard deviation of the logarithm of a step's true time around what these
 *     rates give; zero where they were measured
 */
public record DeviceRates(
    double overheadSeconds,
    double secondsPerSequence,
    double flops,
    double bytesPerSecond,
    double kvBytesPerSecond,
    double attentionFlops,
    double communicationSecondsPerToken,
    double uncertainty) {

  /** Rates that were measured. */
  public DeviceRates(
      double overheadSeconds,
      double secondsPerSequence,
      double flops,
      double bytesPerSecond,
      double kvBytesPerSecond,
      double attentionFlops,
      double communicationSecondsPerToken) {
    this(
        overheadSeconds,
        secondsPerSequence,
        flops,
        bytesPerSecond,
        kvBytesPerSecond,
        attentionFlops,
        communicationSecondsPerToken,
        0);
  }

  /** Rates with which every step takes {@code factor} times as long, and no uncertainty. */
  public DeviceRates slower(double factor) {
    return new DeviceRates(
        overheadSeconds * factor,
        secondsPerSequence * factor,
        flops / factor,
        bytesPerSecond / factor,
        kvBytesPerSecond / factor,
        attentionFlops / factor,
        communicationSecondsPerToken * factor);
  }
}
