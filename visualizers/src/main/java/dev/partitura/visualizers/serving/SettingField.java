package dev.partitura.visualizers.serving;

import dev.partitura.ui.control.DecimalField;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A caption with its unit over a field for a number or several. What is no such number stays where
/// it is and is said in a sentence. The arrow keys double and halve.
final class SettingField extends VBox {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final TextField field = new TextField();
  private final double least;
  private final double most;
  private final boolean whole;
  private final boolean several;
  private final String refusal;

  /// What is allowed.
  ///
  /// @param whole whether only whole numbers are
  /// @param several whether several, separated by commas, are
  record Range(double least, double most, boolean whole, boolean several) {}

  /// @param refusal the sentence that says what is allowed
  SettingField(String caption, String explanation, Range range, String refusal) {
    super(1);
    least = range.least();
    most = range.most();
    whole = range.whole();
    several = range.several();
    this.refusal = refusal;
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    name.setLabelFor(field);
    field.getStyleClass().add("number-field");
    field.setAccessibleText(caption);
    field.setAccessibleHelp(explanation);
    field.setPrefColumnCount(7);
    getChildren().addAll(name, field);
    Tooltip.install(this, new Tooltip(explanation));
    field.setOnKeyPressed(event -> {
      switch (event.getCode()) {
        case UP -> scale(2);
        case DOWN -> scale(0.5);
        default -> {
          return;
        }
      }
      event.consume();
    });
  }

  /// What stands for an empty field.
  SettingField prompt(String text) {
    field.setPromptText(text);
    return this;
  }

  TextField field() {
    return field;
  }

  private void scale(double factor) {
    var now = numbers();
    if (now != null && now.size() == 1) {
      double next = now.getFirst() * factor;
      next = whole ? Math.rint(next) : next;
      if (next >= least && next <= most) {
        show(next);
      }
    }
  }

  void show(@Nullable Double number) {
    field.setText(number == null ? "" : text(number));
  }

  void show(List<Double> numbers) {
    field.setText(String.join(", ", numbers.stream().map(SettingField::text).toList()));
  }

  private static String text(double number) {
    return number == 0 ? "0" : DecimalField.text(number);
  }

  boolean isEmpty() {
    return field.getText().isBlank();
  }

  /// The numbers in the field; null where it holds anything else.
  private @Nullable List<Double> numbers() {
    var numbers = new ArrayList<Double>();
    for (var word : field.getText().strip().split("\\s*[,，、]\\s*", -1)) {
      try {
        numbers.add(Double.parseDouble(word));
      } catch (NumberFormatException _) {
        return null;
      }
    }
    return numbers;
  }

  private boolean isAllowed(double number) {
    return number >= least && number <= most && (!whole || number == Math.rint(number));
  }

  /// What is wrong with it, or null.
  @Nullable String problem() {
    var numbers = numbers();
    boolean right =
        isEmpty()
            ? field.getPromptText() != null && !field.getPromptText().isEmpty()
            : numbers != null
                && (several || numbers.size() == 1)
                && numbers.stream().allMatch(this::isAllowed);
    field.pseudoClassStateChanged(WRONG, !right);
    return right ? null : refusal;
  }

  /// The number; null where it is empty or [#problem] has one.
  @Nullable Double number() {
    var numbers = all();
    return numbers == null ? null : numbers.getFirst();
  }

  /// The numbers; null where it is empty or [#problem] has one.
  @Nullable List<Double> all() {
    return isEmpty() || problem() != null ? null : numbers();
  }
}
