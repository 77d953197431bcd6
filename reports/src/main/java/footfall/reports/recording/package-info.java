/**
 * What is written down while a run goes on. Start with {@link footfall.reports.recording.Recorder};
 * a replication ends as a {@link footfall.reports.recording.ReplicationRecord}.
 */
package footfall.reports.recording;
