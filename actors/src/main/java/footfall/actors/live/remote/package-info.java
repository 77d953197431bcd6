/**
 * Workers whose model is behind somebody else's API: {@link
 * footfall.actors.live.remote.RemoteWorker} decides when to try again and when not, {@link
 * footfall.actors.live.remote.VendorClient} calls.
 */
package footfall.actors.live.remote;
