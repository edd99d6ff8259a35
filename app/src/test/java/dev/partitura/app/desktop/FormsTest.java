package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.util.WaitForAsyncUtils;

/// The forms that open over the window can be read in both themes, and are left by Escape or by
/// pressing something else.
@Tag("fx")
class FormsTest {
  private static final Path PICTURES = Path.of("target", "screens");

  private @Nullable ShownWindow opened;

  @AfterEach
  void close() throws Exception {
    shown().close();
  }

  private void open(Language language) throws Exception {
    BundledFonts.provide();
    opened = ShownWindow.open(language, 1280, 800);
    shown()
        .robot
        .interact(
            () -> shown().window().documents().open("lenet", "data=2,micro-batches=2", () -> {}));
    shown().settle();
  }

  private ShownWindow shown() {
    return Objects.requireNonNull(opened);
  }

  private static Optional<Scene> form() {
    return Window.getWindows().stream()
        .filter(window -> window instanceof PopOver && window.isShowing())
        .map(Window::getScene)
        .findFirst();
  }

  private void gone() throws Exception {
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> form().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void theFormOfTrainingIsLegible(Language language) throws Exception {
    open(language);
    Files.createDirectories(PICTURES);
    var faults = new StringBuilder();
    for (var theme : Theme.values()) {
      shown().robot.interact(() -> shown().session().appearance().themeProperty().set(theme));
      for (var button : new String[] {"#train"}) {
        shown().robot.clickOn(button);
        shown().settle();
        var scene = form().orElseThrow();
        shown()
            .robot
            .interact(() -> {
              var picture = Snapshot.draw(scene, 1);
              Legibility.faults(scene, picture)
                  .forEach(
                      fault -> faults.append(theme.code()).append(' ').append(fault).append('\n'));
              var name = "form-" + button.substring(1) + "-" + theme.code() + "-" + language.code();
              Snapshot.write(picture, PICTURES.resolve(name + ".png"));
            });
        // The form may lie over its button.
        shown().robot.push(KeyCode.ESCAPE);
        gone();
      }
    }
    assertEquals("", faults.toString());
  }

  @Test
  void escapeLeavesTheFormFromEveryFieldOfIt() throws Exception {
    open(Language.ENGLISH);
    shown().robot.clickOn("#train");
    var fields =
        form().orElseThrow().getRoot().lookupAll("*").stream()
            .filter(node -> node.isFocusTraversable() && node.isVisible() && !node.isDisabled())
            .toList();
    assertTrue(fields.size() > 5, () -> "fields: " + fields);
    shown().robot.push(KeyCode.ESCAPE);
    gone();
    for (int i = 0; i < fields.size(); i++) {
      shown().robot.clickOn("#train");
      int at = i;
      shown()
          .robot
          .interact(() ->
              form().orElseThrow().getRoot().lookupAll("*").stream()
                  .filter(node -> node.isFocusTraversable() && node.isVisible())
                  .filter(node -> !node.isDisabled())
                  .skip(at)
                  .findFirst()
                  .ifPresent(Node::requestFocus));
      shown().robot.push(KeyCode.ESCAPE);
      gone();
    }
  }

  @Test
  void thePressThatLeavesTheFormReachesWhatIsPressed() throws Exception {
    open(Language.ENGLISH);
    shown().robot.clickOn("#train");
    assertTrue(form().isPresent());
    var place =
        shown().robot.lookup(".rail-button").<ToggleButton>queryAll().stream()
            .filter(each -> !each.isSelected())
            .findFirst()
            .orElseThrow();
    shown().robot.clickOn(place);
    gone();
    assertTrue(place.isSelected());
    shown().robot.clickOn("#train");
    assertTrue(form().isPresent());
    shown().robot.clickOn("#train");
    gone();
    assertFalse(form().isPresent());
  }
}
