/** The verbs of {@code ./footfall}; {@link footfall.simulator.commandline.Main} starts. */
package footfall.simulator.commandline;
