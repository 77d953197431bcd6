/**
 * {@link footfall.actors.run.RunAssembly} makes the actors of a run and introduces them to each
 * other.
 */
package footfall.actors.run;
