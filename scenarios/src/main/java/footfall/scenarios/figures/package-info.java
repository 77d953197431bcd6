/** What a run is asked for, by name: {@link footfall.scenarios.figures.FigureName}. */
package footfall.scenarios.figures;
