package dev.partitura.ui.training;

import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.ui.control.DecimalField;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.io.File;
import java.util.LinkedHashSet;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What a person sets for a training, and the buttons that begin one: data that fit the network
/// first, everything filled with what suits it.
final class TrainForm extends VBox {
  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_SAMPLES = 1 << 16;

  private final Session session;
  private final TrainingRunner trainer;
  private final Texts texts;
  private final Runnable done;
  private final ComboBox<String> data = new ComboBox<>();
  private final ComboBox<String> optimizer = new ComboBox<>();
  private final DecimalField rate;
  private final NumberField batch;
  private final NumberField steps;
  private final NumberField seed;
  private final Button train = new Button();
  private final Button goOn = new Button();
  private final Tooltip whyTrain = new Tooltip();
  private final Tooltip whyGoOn = new Tooltip();

  /// @param done called when a training begins
  TrainForm(Session session, TrainingRunner trainer, Runnable done) {
    super(12);
    this.session = session;
    this.trainer = trainer;
    this.done = done;
    texts = session.texts(TrainForm.class);
    rate =
        new DecimalField(texts.get("rate"), number -> number > 0 && !Double.isInfinite(number))
            .explain(texts.get("rate.explain"));
    batch = field("batch", MOST_SAMPLES);
    steps = field("steps", MOST_STEPS);
    seed = field("seed", Integer.MAX_VALUE);
    setId("train-form");
    setPadding(new Insets(14, 16, 14, 16));
    var settings = trainer.settings();
    data(settings.data());
    optimizer.getItems().setAll(Optimizers.names());
    optimizer.setValue(settings.optimizer());
    optimizer.valueProperty().addListener((_, _, name) -> own(name));
    own(settings.optimizer());
    var given = settings.learningRate();
    rate.valueProperty().set(given == null ? Double.NaN : given);
    int said = session.project().plan().globalBatch();
    batch.valueProperty().set(said > 0 ? said : settings.batch());
    steps.valueProperty().set(settings.steps());
    seed.valueProperty().set((int) settings.seed());
    steps.valueProperty().addListener(_ -> showAble());
    data.valueProperty().addListener(_ -> showAble());
    data.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(data, Priority.ALWAYS);
    var source = new HBox(6, data, files());
    source.setAlignment(Pos.CENTER_LEFT);
    // Its caption stands level with the one beside it, whose field is higher.
    rate.setAlignment(Pos.TOP_LEFT);
    getChildren()
        .addAll(
            captioned(texts.get("data"), source, texts.get("data.explain")),
            new HBox(
                16,
                captioned(texts.get("optimizer"), optimizer, texts.get("optimizer.explain")),
                rate),
            new HBox(16, batch, steps, seed),
            buttons());
    showAble();
  }

  private NumberField field(String key, int most) {
    return new NumberField(texts.get(key), 1, most, "").explain(texts.get(key + ".explain"));
  }

  /// Data that the network takes come first, then what a person chose from files, then the rest.
  private void data(String chosen) {
    var choices = new LinkedHashSet<>(fitting(session.project().network()));
    if (!chosen.isEmpty()) {
      choices.add(chosen);
    }
    choices.addAll(Datasets.names());
    data.getItems().setAll(choices);
    data.setId("train-data");
    data.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable String choice) {
            return choice == null ? "" : name(choice);
          }

          @Override
          public String fromString(String text) {
            return text;
          }
        });
    data.setPromptText(texts.get("data.none"));
    data.setValue(chosen.isEmpty() ? null : chosen);
  }

  private static List<String> fitting(Network network) {
    var type = network.inputs().size() == 1 ? network.inputs().getFirst().type() : null;
    return type == null ? List.of() : List.copyOf(Datasets.fitting(type).keySet());
  }

  /// The words for data that are made here, the name of a file.
  private String name(String choice) {
    var name = DataName.of(choice, texts);
    return !Datasets.names().contains(choice)
            || fitting(session.project().network()).contains(choice)
        ? name
        : texts.get("data.unfit", name);
  }

  private MenuButton files() {
    var table = new MenuItem(texts.get("data.csv"));
    table.setOnAction(_ -> {
      var chooser = new FileChooser();
      chooser.setTitle(texts.get("data.csv"));
      chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("CSV", "*.csv"));
      choose(chooser.showOpenDialog(getScene().getWindow()));
    });
    var folder = new MenuItem(texts.get("data.folder"));
    folder.setOnAction(_ -> {
      var chooser = new DirectoryChooser();
      chooser.setTitle(texts.get("data.folder"));
      choose(chooser.showDialog(getScene().getWindow()));
    });
    var menu = new MenuButton(null, Icons.of(Feather.FOLDER, 14), table, folder);
    menu.getStyleClass().addAll("flat", "file-choice");
    menu.setAccessibleText(texts.get("data.file"));
    menu.setTooltip(new Tooltip(texts.get("data.file")));
    return menu;
  }

  private void choose(@Nullable File chosen) {
    if (chosen != null) {
      data.getItems().remove(chosen.getPath());
      data.getItems().addFirst(chosen.getPath());
      data.setValue(chosen.getPath());
    }
  }

  /// Shows the learning rate that an optimizer has of its own, and takes it.
  private void own(String name) {
    rate.valueProperty().set(Double.NaN);
    rate.setPrompt(DecimalField.text(Optimizers.of(name, null).learningRate()));
  }

  private HBox buttons() {
    train.setText(texts.get("train"));
    train.setId("train-start");
    train.getStyleClass().add("run");
    train.setDefaultButton(true);
    train.setOnAction(_ -> begin(false));
    goOn.setId("train-go-on");
    goOn.setOnAction(_ -> begin(true));
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var row = new HBox(8, gap, around(goOn, whyGoOn), around(train, whyTrain));
    row.setPadding(new Insets(4, 0, 0, 0));
    return row;
  }

  /// A disabled button has no tooltip; what is around it has.
  private static StackPane around(Button button, Tooltip why) {
    var place = new StackPane(button);
    place.managedProperty().bind(button.managedProperty());
    Tooltip.install(place, why);
    return place;
  }

  private void showAble() {
    boolean none = data.getValue() == null;
    train.setDisable(none);
    whyTrain.setText(texts.get(none ? "data.needed" : "train.explain"));
    var before = trainer.earlier();
    before.ifPresent(earlier -> goOn.setText(texts.get("goOn", earlier.state().steps())));
    goOn.setVisible(before.isPresent());
    goOn.setManaged(before.isPresent());
    int done = before.map(earlier -> earlier.state().steps()).orElse(0);
    boolean there = done >= steps.valueProperty().get();
    goOn.setDisable(none || there);
    whyGoOn.setText(
        none
            ? texts.get("data.needed")
            : there ? texts.get("train.there", done) : texts.get("goOn.explain"));
  }

  private void begin(boolean further) {
    double given = rate.valueProperty().get();
    var settings =
        new TrainingSettings(
            data.getValue(),
            optimizer.getValue(),
            Double.isNaN(given) ? null : given,
            batch.valueProperty().get(),
            steps.valueProperty().get(),
            seed.valueProperty().get());
    done.run();
    if (further) {
      trainer.goOn(settings);
    } else {
      trainer.start(settings);
    }
  }

  private static VBox captioned(String caption, Node control, String explanation) {
    var name = new Label(caption);
    name.getStyleClass().addAll("muted", "size-11");
    Tooltip.install(name, new Tooltip(explanation));
    control.setAccessibleText(caption);
    return new VBox(2, name, control);
  }
}
