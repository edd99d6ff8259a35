package dev.partitura.visualizers.chart;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Snapshot;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A titled card with a chart, whose numbers can be copied and whose picture can be saved. Follows
/// the palette.
public final class ChartCard extends VBox {
  private final Session session;
  private final Texts texts;
  private final ChartSurface surface = new ChartSurface();
  private final StackPane place = new StackPane(surface);
  private final Label heading = new Label();
  private @Nullable Chart chart;
  private Set<Integer> marked = Set.of();

  public ChartCard(Session session, String title) {
    super(4);
    this.session = session;
    texts = session.texts(ChartCard.class);
    getStyleClass().addAll("card", "chart-card");
    getStylesheets()
        .add(Objects.requireNonNull(ChartCard.class.getResource("chart.css")).toExternalForm());
    rename(title);
    heading.getStyleClass().addAll("bold", "size-12");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var head = new HBox(heading, gap, menu());
    head.setAlignment(Pos.CENTER_LEFT);
    VBox.setVgrow(place, Priority.ALWAYS);
    place.setMinSize(0, 0);
    surface.setManaged(false);
    surface.widthProperty().bind(place.widthProperty());
    surface.heightProperty().bind(place.heightProperty());
    getChildren().addAll(head, place);
    setMinWidth(0);
    session.appearance().paletteProperty().addListener((_, _, _) -> draw());
  }

  /// Gives it another title.
  public void rename(String title) {
    heading.setText(title);
  }

  /// Shows a chart in place of the one before.
  public void show(Chart shown) {
    chart = shown;
    draw();
  }

  /// Hears of the place of each row or bar that is clicked.
  public void onPick(IntConsumer chosen) {
    surface.onPick(chosen);
  }

  /// Frames these rows or bars, which stand for what is selected elsewhere.
  public void mark(Set<Integer> rows) {
    if (!rows.equals(marked)) {
      marked = Set.copyOf(rows);
      draw();
    }
  }

  private void draw() {
    if (chart != null) {
      surface.show(new ChartDrawing(session.palette(), marked).draw(chart));
    }
  }

  private MenuButton menu() {
    var copy = new MenuItem(texts.get("copy"));
    copy.setOnAction(_ -> copyNumbers());
    var save = new MenuItem(texts.get("save"));
    save.setOnAction(_ -> savePicture());
    var menu = new MenuButton(null, Icons.of(Feather.MORE_HORIZONTAL, 14), copy, save);
    menu.getStyleClass().addAll("flat", "chart-menu");
    menu.setAccessibleText(texts.get("menu"));
    return menu;
  }

  private void copyNumbers() {
    if (chart != null) {
      var content = new ClipboardContent();
      content.putString(chart.table());
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void savePicture() {
    var chooser = new FileChooser();
    chooser.setInitialFileName(
        heading.getText().toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".png");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("PNG", "*.png"));
    var file = chooser.showSaveDialog(getScene().getWindow());
    if (file == null) {
      return;
    }
    Image picture = snapshot(null, null);
    session
        .background()
        .run(
            texts.get("save"),
            (_, _) -> {
              Snapshot.write(picture, file.toPath());
              return file;
            },
            _ -> {});
  }
}
