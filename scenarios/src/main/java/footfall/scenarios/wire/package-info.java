/** What clients and servers of models both speak: server-sent events. */
package footfall.scenarios.wire;
