package dev.partitura.ui.hardware;

import dev.partitura.engine.cluster.catalogue.OwnHardware;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Texts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The figures of a device or link of one's own: what is impossible is refused with a sentence, and
/// the form stays. Used on the FX thread.
abstract class FigureForm extends VBox {
  private final Texts texts;
  private final Locale locale;
  private final Consumer<UnaryOperator<OwnHardware>> keep;
  private final GridPane grid = new GridPane(8, 4);
  private final TextField name = new TextField();
  private final Map<String, TextField> figures = new LinkedHashMap<>();
  private final Label refusal = new Label();

  /// A figure that cannot be.
  static final class ImpossibleFigure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImpossibleFigure(String sentence) {
      super(sentence);
    }
  }

  /// @param keep changes what the user added, and leaves; throws what it refuses
  FigureForm(
      String suggested,
      Texts texts,
      Locale locale,
      Consumer<UnaryOperator<OwnHardware>> keep,
      Runnable leave) {
    super(8);
    this.texts = texts;
    this.locale = locale;
    this.keep = keep;
    setId("hardware-form");
    getStyleClass().add("row");
    name.setText(suggested);
    name.setId("hardware-name");
    line(texts.get("form.name"), name);
    refusal.setId("hardware-refusal");
    refusal.getStyleClass().addAll("bad", "size-12");
    refusal.setWrapText(true);
    refusal.setMinHeight(USE_PREF_SIZE);
    refusal.managedProperty().bind(refusal.textProperty().isNotEmpty());
    var save = new Button(texts.get("form.save"));
    save.setId("hardware-save");
    save.setOnAction(_ -> save());
    var cancel = new Button(texts.get("form.cancel"));
    cancel.setOnAction(_ -> leave.run());
    getChildren().addAll(grid, refusal, new HBox(8, save, cancel));
    setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ESCAPE) {
        leave.run();
        event.consume();
      } else if (event.getCode() == KeyCode.ENTER) {
        save();
        event.consume();
      }
    });
  }

  /// A field for a figure, with its unit in the caption.
  final void figure(String key, String caption, double value) {
    var field = new TextField(Double.isNaN(value) ? "" : text(value));
    field.setId("hardware-" + key);
    figures.put(key, field);
    line(caption, field);
  }

  private void line(String caption, TextField field) {
    var label = new Label(caption);
    label.getStyleClass().addAll("muted", "size-11");
    field.setAccessibleText(caption);
    field.setPrefColumnCount(9);
    grid.addRow(grid.getRowCount(), label, field);
  }

  private static String text(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  final String name() {
    return name.getText().strip();
  }

  final boolean isGiven(String key) {
    return !field(key).getText().isBlank();
  }

  /// A figure as it is given; above 0, or 0 too where `zero` says so.
  final double value(String key, String caption, boolean zero) {
    try {
      double value = Double.parseDouble(field(key).getText().strip());
      if (Double.isFinite(value) && (value > 0 || zero && value == 0)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw new ImpossibleFigure(
        texts.get(zero ? "form.bad.zero" : "form.bad", caption, field(key).getText().strip()));
  }

  private TextField field(String key) {
    return java.util.Objects.requireNonNull(figures.get(key), key);
  }

  /// What the figures make.
  abstract UnaryOperator<OwnHardware> made();

  private void save() {
    try {
      keep.accept(made());
    } catch (ImpossibleFigure impossible) {
      refusal.setText(impossible.getMessage());
    } catch (ProblemException refused) {
      var problem = refused.problems().getFirst();
      refusal.setText(problem.message(locale) + " " + problem.hint(locale));
    }
  }
}
