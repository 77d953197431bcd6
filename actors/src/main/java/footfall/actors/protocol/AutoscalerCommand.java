package footfall.actors.protocol;

/** Look, or decide on what was seen. */
public interface AutoscalerCommand {}
