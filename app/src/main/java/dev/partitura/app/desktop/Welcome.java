package dev.partitura.app.desktop;

import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Logo;
import dev.partitura.ui.theme.Texts;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// What a new user meets: six samples that run at one click, the last projects, and where to begin
/// otherwise.
final class Welcome {
  private static final double CARD_WIDTH = 240;
  private static final double CARD_HEIGHT = 158;
  private static final double CARD_GAP = 16;
  private static final double CARD_PADDING = 14;
  private static final double WIDTH = 3 * (CARD_WIDTH + 2 * CARD_PADDING + 2) + 2 * CARD_GAP;

  static final List<SampleCard> CARDS =
      List.of(
          new SampleCard("branches", "task=2", new int[] {1, 4, 4, 4, 1}, SampleCard.Layout.TASK),
          new SampleCard(
              "resnet18",
              "pipeline=2,micro-batches=8",
              new int[] {1, 1, 2, 1, 2, 1, 2, 1, 1},
              SampleCard.Layout.PIPELINE),
          new SampleCard(
              "mobilenetv2", "data=2", new int[] {1, 1, 1, 1, 1, 1, 1}, SampleCard.Layout.DATA),
          new SampleCard(
              "googlenet", "task=2", new int[] {1, 2, 1, 2, 1, 2, 1}, SampleCard.Layout.TASK),
          new SampleCard(
              "transformer",
              "pipeline=2,micro-batches=8",
              new int[] {1, 3, 1, 1, 3, 1, 1},
              SampleCard.Layout.PIPELINE),
          new SampleCard(
              "mlp",
              "pipeline=2,micro-batches=4",
              new int[] {1, 1, 1, 1, 1},
              SampleCard.Layout.PIPELINE));

  /// What the welcome can set off.
  interface Actions {
    void start(SampleCard card);

    void create();

    void open();

    void open(Path file);
  }

  private final Session session;
  private final Texts texts;
  private final Actions actions;

  Welcome(Session session, Actions actions) {
    this.session = session;
    this.actions = actions;
    texts = session.texts(Welcome.class);
  }

  Node create(List<Path> recent) {
    var headline = new Label(texts.get("welcome.headline"));
    headline.getStyleClass().add("headline");
    var head = new HBox(12, Logo.of(28), headline);
    head.setAlignment(Pos.CENTER_LEFT);
    var line = new Label(texts.get("welcome.line"));
    line.getStyleClass().addAll("muted");
    line.setWrapText(true);
    var begin =
        new HBox(
            8,
            button(Feather.FILE_PLUS, texts.get("welcome.new"), actions::create),
            button(Feather.FOLDER, texts.get("welcome.open"), actions::open),
            dropHint());
    begin.setAlignment(Pos.CENTER_LEFT);
    var cards = new FlowPane(CARD_GAP, CARD_GAP);
    CARDS.forEach(card -> cards.getChildren().add(card(card)));
    cards.setPrefWrapLength(WIDTH);
    var more = new Label(texts.get("welcome.more"));
    more.getStyleClass().add("muted");
    more.setWrapText(true);
    var column =
        new VBox(16, head, line, begin, section(texts.get("welcome.samples")), cards, more);
    if (!recent.isEmpty()) {
      column.getChildren().addAll(section(texts.get("welcome.recent")), recent(recent));
    }
    column.setMaxWidth(WIDTH + 64);
    column.getStyleClass().add("welcome");
    var middle = new StackPane(column);
    var scroll = new ScrollPane(middle);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    var surface = new StackPane(scroll);
    surface.getStyleClass().add("canvas-surface");
    session
        .appearance()
        .paletteProperty()
        .addListener(_ -> cards.getChildren().setAll(CARDS.stream().map(this::card).toList()));
    return surface;
  }

  private Node card(SampleCard card) {
    Sample sample = SampleModels.find(card.sample()).orElseThrow();
    var name = SampleTitle.of(sample, texts);
    var title = new Label(name);
    title.getStyleClass().add("title");
    var shows = new Label(texts.get("sample." + card.sample()));
    shows.getStyleClass().addAll("muted", "size-12");
    shows.setWrapText(true);
    shows.setMinHeight(34);
    shows.setAlignment(Pos.TOP_LEFT);
    var box = new VBox(8, card.picture(session.palette()), title, shows);
    // Fixed: a button asks for its content's height before it knows its width.
    box.setMinSize(CARD_WIDTH, CARD_HEIGHT);
    box.setMaxSize(CARD_WIDTH, CARD_HEIGHT);
    var button = new Button(null, box);
    button.setId("sample-" + card.sample());
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    button.setAccessibleText(name);
    button.getStyleClass().setAll("sample-card");
    button.setOnAction(_ -> actions.start(card));
    return button;
  }

  private Node recent(List<Path> files) {
    var rows = new VBox(4);
    for (var file : files.stream().limit(5).toList()) {
      var row = new Button(String.valueOf(file.getFileName()), Icons.of(Feather.CLOCK, 13));
      row.getStyleClass().addAll("flat", "recent-row");
      var folder = new Label(String.valueOf(file.getParent()));
      folder.getStyleClass().addAll("faint", "size-12");
      row.setOnAction(_ -> actions.open(file));
      var line = new HBox(8, row, folder);
      line.setAlignment(Pos.CENTER_LEFT);
      rows.getChildren().add(line);
    }
    return rows;
  }

  private Node dropHint() {
    var hint = new Label(texts.get("welcome.drop"));
    hint.getStyleClass().addAll("faint", "size-12");
    return hint;
  }

  private static Button button(Ikon icon, String text, Runnable action) {
    var button = new Button(text, Icons.of(icon, 15));
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private static Label section(String text) {
    var label = new Label(text);
    label.getStyleClass().add("section");
    return label;
  }
}
