/** The clock of live mode. */
package footfall.serving.time;
