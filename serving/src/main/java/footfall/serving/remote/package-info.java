/**
 * Workers whose model is behind a vendor's API: {@link footfall.serving.remote.RemoteWorker}
 * decides when to try again and when not, {@link footfall.serving.remote.VendorClient} calls.
 */
package footfall.serving.remote;
