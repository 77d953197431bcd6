/* Brings a report to life; without it all tables are there. */
Footfall.theme.start();
Footfall.lineChart.drawAll();
Footfall.dots.start();
Footfall.tables.start();
Footfall.whatIf.start();
Footfall.sweepWhatIf.start();
