package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ToggleButton;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Every text of the Chinese window, place by place, is Chinese or a name.
@Tag("fx")
class ChineseWindowTest {
  private @Nullable ShownWindow shown;
  private @Nullable ForeignWords words;

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    shown = ShownWindow.open(Language.CHINESE, 1280, 900);
    words = new ForeignWords(session());
  }

  @AfterEach
  void close() throws Exception {
    window().close();
  }

  private ShownWindow window() {
    return Objects.requireNonNull(shown);
  }

  private ForeignWords words() {
    return Objects.requireNonNull(words);
  }

  private Session session() {
    return window().session();
  }

  @Test
  void nothingIsLeftInEnglish() throws Exception {
    look();
    var robot = window().robot;
    var desktop = window().window();
    robot.interact(
        () -> desktop.documents().open("mlp", "pipeline=2,micro-batches=4", desktop.runner()::run));
    WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, () -> session().currentRun() != null);
    window().settle();
    for (var button : robot.lookup(".rail-button").<ToggleButton>queryAll()) {
      if (!button.isSelected()) {
        robot.interact(button::fire);
      }
      look();
    }
    for (var command : List.copyOf(session().commands().all())) {
      if (command.id().startsWith("view.show.")) {
        robot.interact(command::fire);
        window().settle();
        look();
      }
      words().note(command.label());
      words().note(command.group());
    }
    for (var op : session().project().network().ops()) {
      robot.interact(() -> session().selection().selectOp(op.id()));
      look();
    }
    assertEquals(Set.of(), words().found());
  }

  private void look() {
    WaitForAsyncUtils.waitForFxEvents();
    window().robot.interact(() -> words().look(window().window().scene().getRoot()));
  }
}
