/**
 * Fits the engine of a pool to requests that a real server has answered: {@link
 * footfall.simulator.enginefit.RequestLog} reads them, {@link
 * footfall.simulator.enginefit.EngineReplay} serves them again, {@link
 * footfall.simulator.enginefit.EngineFit} finds the numbers, and {@link
 * footfall.simulator.enginefit.EngineCalibration} checks and writes them.
 */
package footfall.simulator.enginefit;
