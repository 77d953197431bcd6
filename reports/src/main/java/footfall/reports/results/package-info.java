/** What a run found, as it stands in {@code results.json}; the schema is in reports/schema. */
package footfall.reports.results;
