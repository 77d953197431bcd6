package footfall.reports.rendering.junit;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code junit.xml}: one case for each objective, and an error for each broken law. */
public final class JunitXml {
  private JunitXml() {}

  /** One suite, with a case for each objective and each check. */
  public static String render(Results results) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      writeSuite(xml, results);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a test suite can always be written", e);
    }
    return text + "\n";
  }

  private static void writeSuite(XMLStreamWriter xml, Results results) throws XMLStreamException {
    List<SloVerdict> slos = results.slo();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "footfall." + results.run().scenario());
    List<Results.Check> broken = results.checks().stream().filter(c -> !c.holds()).toList();
    xml.writeAttribute("tests", Integer.toString(slos.size() + broken.size()));
    xml.writeAttribute("failures", Long.toString(count(slos, Verdict.FAIL)));
    xml.writeAttribute("errors", Integer.toString(broken.size()));
    xml.writeAttribute("skipped", Long.toString(count(slos, Verdict.UNDECIDED)));
    for (SloVerdict slo : slos) {
      xml.writeCharacters("\n  ");
      writeCase(xml, results, slo);
    }
    for (Results.Check check : broken) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "footfall." + results.run().scenario());
      xml.writeAttribute("name", check.name());
      xml.writeAttribute("time", "0");
      xml.writeEmptyElement("error");
      xml.writeAttribute("message", check.detail());
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void writeCase(XMLStreamWriter xml, Results results, SloVerdict slo)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "footfall." + results.run().scenario());
    xml.writeAttribute(
        "name",
        slo.words()
            + " "
            + slo.op()
            + " "
            + Quantity.of(slo.unit(), slo.threshold(), results.cost().currency()));
    xml.writeAttribute("time", "0");
    String actual =
        "actual "
            + Quantity.of(slo.unit(), slo.actual(), results.cost().currency())
            + ", 95 % interval "
            + Quantity.of(slo.unit(), slo.ci95()[0], results.cost().currency())
            + " to "
            + Quantity.of(slo.unit(), slo.ci95()[1], results.cost().currency());
    if (slo.verdict() != Verdict.PASS) {
      xml.writeEmptyElement(slo.verdict() == Verdict.FAIL ? "failure" : "skipped");
      xml.writeAttribute("message", actual);
    }
    xml.writeEndElement();
  }

  private static long count(List<SloVerdict> slos, Verdict verdict) {
    return slos.stream().filter(slo -> slo.verdict() == verdict).count();
  }
}
