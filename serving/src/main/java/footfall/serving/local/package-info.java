/** Workers whose models compute on this machine, whatever computes them. */
package footfall.serving.local;
