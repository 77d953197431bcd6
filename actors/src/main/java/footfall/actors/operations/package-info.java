/**
 * What happens to the workers of a pool from outside: {@link
 * footfall.actors.operations.FailureInjector} take them down, {@link
 * footfall.actors.operations.RollingRestart} renews them, and {@link
 * footfall.actors.operations.Autoscaler} lets their number follow the load.
 */
package footfall.actors.operations;
