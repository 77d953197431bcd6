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
 */
public record DeviceRates(
    double overheadSeconds,
    double secondsPerSequence,
    double flops,
    double bytesPerSecond,
    double kvBytesPerSecond,
    double attentionFlops,
    double communicationSecondsPerToken) {}
