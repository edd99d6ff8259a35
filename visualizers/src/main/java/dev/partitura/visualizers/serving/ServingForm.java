package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.ui.session.ServingSettings;
import dev.partitura.ui.session.ServingSettings.Kind;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.material2.Material2MZ;

/// What a person sets for a load, and the buttons that begin and end it. What cannot be served as
/// it is set is said in one sentence, and cannot be started.
final class ServingForm extends ScrollPane {
  private static final double WIDTH = 236;
  private static final double MOST_RATE = 1e7;
  private static final double MOST_MILLIS = 3_600_000;
  private static final double LEAST_MILLIS = 0.001;
  private static final double MOST_SECONDS = 3600;
  private static final int MOST_BATCH = 1024;
  private static final int MOST_SHAPE = 1000;

  private final Session session;
  private final Texts texts;
  private final ComboBox<Kind> kind = new ComboBox<>();
  private final ComboBox<QueuePolicy> policy = new ComboBox<>();
  private final SettingField rate;
  private final SettingField shape;
  private final SettingField batchMax;
  private final SettingField batchWait;
  private final SettingField deadline;
  private final SettingField seconds;
  private final CheckBox shed = new CheckBox();
  private final CheckBox others = new CheckBox();
  private final Label problem = new Label();
  private final Button start = new Button();
  private final Button stop = new Button();
  private final Button sweep = new Button();
  private final GridPane fields = new GridPane(12, 5);
  private boolean showing;

  ServingForm(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    rate = field("rate", 0.01, MOST_RATE, false, false).prompt(texts.get("auto"));
    shape = field("shape", 0.01, MOST_SHAPE, false, false);
    batchMax = field("batchMax", 1, MOST_BATCH, true, false);
    batchWait = field("batchWait", 0, MOST_MILLIS, false, false);
    deadline = field("deadline", 0, MOST_MILLIS, false, true).prompt(texts.get("auto"));
    seconds = field("seconds", 0.5, MOST_SECONDS, false, false);
    choices(kind, "kind", List.of(Kind.values()));
    choices(policy, "policy", List.of(QueuePolicy.FIFO, QueuePolicy.EARLIEST_DEADLINE));
    check(shed, "sheds");
    check(others, "others");
    problem.setId("serving-problem");
    problem.getStyleClass().addAll("bad", "size-11");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    buttons();
    var half = new ColumnConstraints();
    half.setPercentWidth(50);
    fields.getColumnConstraints().addAll(half, half);
    fields.addRow(0, captioned("kind", kind), rate);
    fields.addRow(1, batchMax, batchWait);
    fields.addRow(2, deadline, seconds);
    fields.addRow(3, captioned("policy", policy), shape);
    var content =
        new VBox(7, new FlowPane(6, 6, start, stop, sweep), problem, fields, shed, others);
    content.getStyleClass().add("serving-form");
    content.setStyle("-fx-padding: 0 8 4 0;");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setMinWidth(WIDTH);
    setPrefWidth(WIDTH);
    setMaxWidth(WIDTH);
    setId("serving-form");
    var settings = session.results().servingSettingsProperty();
    settings.addListener((_, _, now) -> show(now));
    show(settings.get());
    session.results().servingProperty().addListener(_ -> showAble());
    session.projectProperty().addListener(_ -> showAble());
    session.runs().addListener((ListChangeListener<Object>) _ -> showAble());
    showAble();
  }

  private SettingField field(
      String key, double least, double most, boolean whole, boolean several) {
    var made =
        new SettingField(
            texts.get(key),
            texts.get(key + ".explain"),
            new SettingField.Range(least, most, whole, several),
            texts.get(key + ".wrong"));
    made.field().setId("serving-" + key);
    made.field().textProperty().addListener(_ -> read());
    made.field().setOnAction(_ -> begin());
    return made;
  }

  private <T extends Enum<T>> void choices(ComboBox<T> box, String key, List<T> choices) {
    box.getItems().setAll(choices);
    box.setId("serving-" + key);
    box.setMaxWidth(Double.MAX_VALUE);
    box.getStyleClass().add("small");
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T choice) {
            return choice == null
                ? ""
                : texts.get(key + "." + choice.name().toLowerCase(Locale.ROOT));
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("Only chosen from a list");
          }
        });
    box.valueProperty().addListener(_ -> read());
  }

  private Node captioned(String key, ComboBox<?> box) {
    var name = new Label(texts.get(key));
    name.getStyleClass().addAll("muted", "size-11");
    name.setLabelFor(box);
    box.setAccessibleText(texts.get(key));
    box.setTooltip(new Tooltip(texts.get(key + ".explain")));
    return new VBox(1, name, box);
  }

  private void check(CheckBox box, String key) {
    box.setText(texts.get(key));
    box.setId("serving-" + key);
    box.getStyleClass().add("size-12");
    box.setTooltip(new Tooltip(texts.get(key + ".explain")));
    box.setWrapText(true);
    box.selectedProperty().addListener(_ -> read());
  }

  private void buttons() {
    start.setId("serving-start");
    start.setText(texts.get("start"));
    start.setGraphic(Icons.of(Material2MZ.PLAY_ARROW, 14));
    start.setTooltip(new Tooltip(texts.get("start.explain")));
    start.setOnAction(_ -> begin());
    start.getStyleClass().addAll("run", "small");
    stop.setId("serving-stop");
    stop.setText(texts.get("stop"));
    stop.setGraphic(Icons.of(Material2MZ.STOP, 14));
    stop.setTooltip(new Tooltip(texts.get("stop.explain")));
    stop.setOnAction(_ -> session.commands().fire("serve.stop"));
    stop.getStyleClass().addAll("stop", "small");
    sweep.setId("serving-sweep");
    sweep.setText(texts.get("sweep"));
    sweep.setGraphic(Icons.of(Feather.TRENDING_UP, 13));
    sweep.setTooltip(new Tooltip(texts.get("sweep.explain")));
    sweep.setOnAction(
        _ -> session.commands().fire(others.isSelected() ? "serve.sweepAll" : "serve.sweep"));
    sweep.getStyleClass().add("small");
  }

  private void begin() {
    if (!start.isDisabled()) {
      session.commands().fire("serve.start");
    }
  }

  private Stream<SettingField> all() {
    return Stream.of(rate, shape, batchMax, batchWait, deadline, seconds).filter(Node::isVisible);
  }

  /// The first thing that is wrong, or null.
  private @Nullable String wrong() {
    var first = all().map(SettingField::problem).filter(Objects::nonNull).findFirst();
    if (first.isPresent()) {
      return first.get();
    }
    var deadlines = deadline.all();
    boolean none = deadlines != null && deadlines.equals(List.of(0.0));
    if (deadlines != null && !none && deadlines.stream().anyMatch(each -> each < LEAST_MILLIS)) {
      return texts.get("deadline.wrong");
    }
    if (kind.getValue() == Kind.BURST) {
      var size = Objects.requireNonNull(shape.number());
      if (size < 1 || size != Math.rint(size)) {
        return texts.get("shape.burst.wrong");
      }
    }
    boolean differ = deadlines != null && deadlines.stream().distinct().count() > 1;
    if (policy.getValue() == QueuePolicy.EARLIEST_DEADLINE && !differ) {
      return texts.get("policy.wrong");
    }
    return shed.isSelected() && none ? texts.get("sheds.wrong") : null;
  }

  /// Takes what is set, where it can be served.
  private void read() {
    if (showing) {
      return;
    }
    shape.setVisible(kind.getValue() != null && kind.getValue().hasShape());
    if (wrong() == null) {
      var deadlines = deadline.all();
      session
          .results()
          .servingSettingsProperty()
          .set(
              new ServingSettings(
                  kind.getValue(),
                  rate.number(),
                  shape.isVisible() ? Objects.requireNonNull(shape.number()) : 4,
                  Objects.requireNonNull(batchMax.number()).intValue(),
                  Objects.requireNonNull(batchWait.number()),
                  deadlines == null
                      ? null
                      : deadlines.stream().filter(millis -> millis > 0).toList(),
                  Objects.requireNonNull(seconds.number()),
                  policy.getValue(),
                  shed.isSelected()));
    }
    showAble();
  }

  private void show(ServingSettings settings) {
    if (fields.isFocusWithin()) {
      // It is what a person types.
      return;
    }
    showing = true;
    kind.setValue(settings.kind());
    rate.show(settings.perSecond());
    shape.show(settings.shape());
    shape.setVisible(settings.kind().hasShape());
    batchMax.show((double) settings.batchMax());
    batchWait.show(settings.batchWaitMillis());
    var deadlines = settings.deadlinesMillis();
    if (deadlines == null) {
      deadline.show((Double) null);
    } else {
      deadline.show(deadlines.isEmpty() ? List.of(0.0) : deadlines);
    }
    seconds.show(settings.seconds());
    policy.setValue(settings.policy());
    shed.setSelected(settings.sheds());
    showing = false;
  }

  private void showAble() {
    var live = session.results().servingProperty().get();
    boolean serving = live != null;
    var wrong = wrong();
    problem.setText(wrong == null ? "" : wrong);
    problem.setVisible(wrong != null);
    problem.setManaged(wrong != null);
    var able = session.commands().find("serve.start").map(command -> command.enabled().get());
    boolean can = wrong == null && able.orElse(false);
    start.setDisable(!can);
    sweep.setDisable(!can);
    show(start, !serving);
    show(sweep, !serving);
    show(stop, serving);
    fields.setDisable(serving);
    shed.setDisable(serving);
    boolean runs = session.runs().stream().anyMatch(run -> run.provenance().plan() != null);
    others.setDisable(serving);
    show(others, runs);
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
