/**
 * What a plan has bought, written down for those who run it. Start with {@link
 * footfall.simulator.manifests.Manifests}.
 */
package footfall.simulator.manifests;
