/**
 * Workers whose model runs in this process: {@link footfall.serving.djl.LocalWorker} hands requests
 * to an {@link footfall.serving.djl.Engine}, which decodes those under way together.
 */
package footfall.serving.djl;
