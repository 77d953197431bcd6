package footfall.serving.cluster;

/**
 * A message between processes; it travels as CBOR. Only processes of the same {@link Build} talk to
 * each other, so that its form may change with any build.
 */
public interface ClusterMessage {}
