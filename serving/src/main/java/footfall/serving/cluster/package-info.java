/**
 * Several processes as one: how they find each other, who may join, what they do when the network
 * between them breaks. What they do together is up to others.
 */
package footfall.serving.cluster;
