/** {@code junit.xml}, for build servers. */
package footfall.reports.rendering.junit;
