/** How the workers of a pool are made and let go, on this machine or elsewhere. */
package footfall.serving.workforce;
