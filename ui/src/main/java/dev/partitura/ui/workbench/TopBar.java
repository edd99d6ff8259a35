package dev.partitura.ui.workbench;

import dev.partitura.ui.run.RunBar;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Logo;
import dev.partitura.ui.theme.Texts;
import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The first line of the window: the project, how to run it, what came out, and the menus.
final class TopBar extends Pane {
  private static final double HEIGHT = 48;
  private static final double GAP = 20;
  private static final double NAME_ROOM = 1360;
  private static final double TIGHT = 1120;
  private static final double WIDE = 1700;
  private static final double EDGE = 16;
  private static final double LOGO = 20;
  private static final double NAME_SHARE = 0.15;
  private static final double LEAST_NAME = 100;
  private static final double MOST_NAME = 280;

  private final Session session;
  private final RunBar run;
  private final Texts texts;
  private final HBox project = new HBox(10);
  private final Label product = new Label("Partitura");
  private final Label name = new Label();
  private final Region dot = new Region();
  private final HBox middle;
  private final HBox right;

  TopBar(Session session, RunBar run, Texts texts) {
    this.session = session;
    this.run = run;
    this.texts = texts;
    getStyleClass().add("top-bar");
    product.getStyleClass().addAll("title", "product");
    product.setMinWidth(USE_PREF_SIZE);
    name.getStyleClass().add("muted");
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    dot.getStyleClass().add("dirty-dot");
    dot.visibleProperty().bind(session.unsaved());
    project.getChildren().addAll(Logo.of(20), product, name, dot);
    project.setAlignment(Pos.CENTER_LEFT);
    middle = new HBox(24, run.strategies(), run.settings());
    middle.setAlignment(Pos.CENTER_LEFT);
    right = new HBox(8, run.running(), menu());
    right.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(project, middle, right);
    session.fileProperty().addListener((_, _, _) -> showName());
    session.projectProperty().addListener((_, _, _) -> showName());
    showName();
  }

  private MenuButton menu() {
    var button = new MenuButton(null, Icons.of(Feather.MORE_HORIZONTAL, 18));
    button.getStyleClass().addAll("flat", "menu-dots");
    button.setAccessibleText(texts.get("menu"));
    button.setTooltip(new Tooltip(texts.get("menu.explain")));
    // Commands come from all parts, so the menus are made when they are asked for.
    button.showingProperty().addListener((_, _, _) -> {});
    button.setOnShowing(_ -> button.getItems().setAll(session.commands().menus()));
    button.getItems().setAll(session.commands().menus());
    return button;
  }

  private void showName() {
    Path file = session.fileProperty().get();
    var fileName = file == null ? null : file.getFileName();
    var shown = fileName == null ? session.project().network().name() : fileName.toString();
    int ending = shown.lastIndexOf('.');
    name.setText(
        shown.isBlank() ? texts.get("untitled") : ending > 0 ? shown.substring(0, ending) : shown);
  }

  @Override
  protected double computePrefHeight(double width) {
    return HEIGHT;
  }

  @Override
  protected double computeMinHeight(double width) {
    return HEIGHT;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    middle.setSpacing(width < TIGHT ? 10 : width < WIDE ? 14 : 24);
    run.settings().setSpacing(width < TIGHT ? 8 : 12);
    boolean roomy = width >= NAME_ROOM;
    product.setVisible(roomy);
    product.setManaged(roomy);
    double middleWidth = middle.prefWidth(HEIGHT);
    double nameWidth = Math.clamp(width * NAME_SHARE, LEAST_NAME, MOST_NAME);
    // In a narrow window the figures are short; then the name goes, and last the figures, which the
    // runs have too.
    double named = nameWidth;
    if (!run.fitFigures(() -> fits(named, middleWidth))
        && (run.fitFigures(() -> fits(LOGO, middleWidth)) || !fits(named, middleWidth))) {
      nameWidth = LOGO;
    }
    double rightWidth = right.prefWidth(HEIGHT);
    right.resizeRelocate(width - rightWidth - EDGE / 2, 0, rightWidth, HEIGHT);
    // Where the choices begin follows from the window alone: nothing that is chosen, and no name of
    // a file, moves them under the pointer.
    name.setVisible(nameWidth > LOGO);
    product.setVisible(roomy && nameWidth > LOGO);
    project.resizeRelocate(EDGE, 0, nameWidth, HEIGHT);
    // Where even that is too little, the sliders are short.
    double left = EDGE + nameWidth + GAP;
    double room = width - rightWidth - EDGE / 2 - GAP / 2 - left;
    middle.resizeRelocate(left, 0, Math.min(middleWidth, Math.max(room, 0)), HEIGHT);
  }

  private boolean fits(double nameWidth, double middleWidth) {
    double all = EDGE + nameWidth + GAP + middleWidth + GAP + right.prefWidth(HEIGHT) + EDGE / 2;
    return all <= getWidth();
  }
}
