/**
 * What can be seen of a run while it goes on: a {@link footfall.reports.watching.Watcher} makes a
 * {@link footfall.reports.watching.LiveSnapshot} now and then.
 */
package footfall.reports.watching;
