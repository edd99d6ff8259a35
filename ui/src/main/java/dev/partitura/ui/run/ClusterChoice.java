package dev.partitura.ui.run;

import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.cluster.catalogue.ClusterText;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/// The cluster of the project by its words, such as `cpu:2` or `16*8xA100-SXM4-80GB`, or by its
/// file. Used on the FX thread.
final class ClusterChoice extends VBox {
  private static final List<String> MACHINES =
      List.of("cpu:2", "cpu:4", "8xA100-SXM4-80GB", "16*8xA100-SXM4-80GB");

  /// The panel may be narrow: the field takes what there is.
  private static final double NARROW = 100;

  private final Session session;
  private final Texts texts;
  private final ComboBox<String> words = new ComboBox<>();
  private boolean showing;

  ClusterChoice(Session session, Texts texts) {
    super(4);
    this.session = session;
    this.texts = texts;
    var caption = new Label(texts.get("cluster.words"));
    caption.getStyleClass().addAll("muted", "size-11");
    words.setEditable(true);
    words.setId("cluster-words");
    words.setMinWidth(0);
    words.setPrefWidth(NARROW);
    words.setMaxWidth(Double.MAX_VALUE);
    words.setAccessibleText(texts.get("cluster.words"));
    words.setTooltip(new Tooltip(texts.get("cluster.words.explain")));
    words.setOnShowing(_ -> offer());
    words.valueProperty().addListener((_, _, text) -> choose(text));
    var file = Icons.button(Feather.FOLDER, texts.get("cluster.file"), this::chooseFile);
    file.setId("cluster-file");
    var line = new HBox(4, words, file);
    line.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren().addAll(caption, line);
  }

  /// Shows the words of the cluster at hand.
  void show() {
    showing = true;
    words.setValue(session.project().cluster().name());
    words.getEditor().setText(session.project().cluster().name());
    showing = false;
  }

  private void offer() {
    var offers = new ArrayList<>(MACHINES);
    Catalogue.devices().forEach(device -> offers.add("8x" + device.name()));
    showing = true;
    words.getItems().setAll(offers);
    show();
  }

  private void choose(String text) {
    if (showing || text == null || text.isBlank()) {
      return;
    }
    var wanted = text.strip();
    if (wanted.equals(session.project().cluster().name())) {
      return;
    }
    boolean trains = session.results().stepForeseenProperty().get();
    // What is refused is put back at once; what is accepted comes as an edit.
    session
        .background()
        .run(
            texts.get("cluster.looking"),
            (_, _) -> {
              var before = session.project();
              return new Moved(before, ClusterMove.to(before, ClusterText.read(wanted), trains));
            },
            moved ->
                session.apply(
                    Edit.of(
                        texts.get("edit.cluster", moved.after().cluster().name()),
                        now ->
                            now.equals(moved.before())
                                ? moved.after()
                                : ClusterMove.to(now, moved.after().cluster(), trains))))
        .runningProperty()
        .addListener((_, _, _) -> show());
  }

  private record Moved(Project before, Project after) {}

  private void chooseFile() {
    var chooser = new FileChooser();
    chooser.setTitle(texts.get("cluster.file"));
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("JSON", "*.json"));
    File chosen = chooser.showOpenDialog(getScene().getWindow());
    if (chosen != null) {
      choose(chosen.getPath());
    }
  }
}
