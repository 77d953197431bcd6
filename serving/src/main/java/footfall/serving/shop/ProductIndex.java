package footfall.serving.shop;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * A catalog that can be searched: BM25 over the words of each product, with small slips of the pen
 * forgiven. Of products that match alike, those that come first in the catalog come first: choosing
 * among them is the model's part. Thread-safe.
 */
public final class ProductIndex implements AutoCloseable {
  private static final String NUMBER = "number";
  private static final String PRICE = "price";
  private static final int FORGIVING = 4;

  /** What more a model that cannot stop has to say finds nothing better. */
  private static final int MOST_WORDS = 32;

  private final Catalog catalog;
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** Puts every product where it can be found. */
  public ProductIndex(Catalog catalog) {
    this.catalog = catalog;
    try {
      try (IndexWriter writer =
          new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()))) {
        for (int i = 0; i < catalog.products().size(); i++) {
          writer.addDocument(document(i, catalog.products().get(i)));
        }
        writer.forceMerge(1); // Else the order of what matches alike would be by chance.
      }
      reader = DirectoryReader.open(directory);
      searcher = new IndexSearcher(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document document(int number, Product product) {
    Document document = new Document();
    document.add(new StoredField(NUMBER, number));
    document.add(new IntPoint(PRICE, product.price()));
    text(document, "item", product.item().key());
    text(document, "color", product.color().key());
    text(document, "style", product.style().key());
    text(
        document,
        "for",
        product.occasions().stream().map(Word::key).collect(Collectors.joining(" ")));
    text(document, "tags", product.title());
    return document;
  }

  private static void text(Document document, String field, String words) {
    document.add(new TextField(field, words, Field.Store.NO));
  }

  /** All products, searched or not. */
  public Catalog catalog() {
    return catalog;
  }

  /**
   * The products that are all of this.
   *
   * @param wishes by field: {@code item}, {@code color}, {@code style} and {@code for} in words,
   *     {@code max} as a price
   */
  List<Product> find(Map<String, String> wishes, int most) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    wishes.forEach(
        (field, value) -> {
          if (field.equals("max")) {
            query.add(IntPoint.newRangeQuery(PRICE, 0, price(value)), Occur.FILTER);
          } else {
            String place = field.equals("item") ? "tags" : field;
            words(value).forEach(word -> query.add(forgiving(place, word), Occur.MUST));
          }
        });
    return search(query.build(), most);
  }

  private static int price(String value) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, Double.parseDouble(value)));
  }

  /** The products that look most like this. */
  List<Product> lookingLike(String tags, int most) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    words(tags).forEach(word -> query.add(forgiving("tags", word), Occur.SHOULD));
    return search(query.build(), most);
  }

  private static List<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}\\p{M}]+")) {
      if (!word.isEmpty() && words.size() < MOST_WORDS) {
        words.add(word);
      }
    }
    return List.copyOf(words);
  }

  /**
   * One letter more, less or another, or two that changed places, in words that are long enough.
   */
  private static Query forgiving(String field, String word) {
    Term term = new Term(field, word);
    return word.length() < FORGIVING ? new TermQuery(term) : new FuzzyQuery(term, 1);
  }

  private List<Product> search(Query query, int most) {
    try {
      List<Product> found = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
        Document document = searcher.storedFields().document(hit.doc);
        found.add(catalog.products().get(document.getField(NUMBER).numericValue().intValue()));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
