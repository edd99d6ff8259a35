package dev.partitura.ui.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.action.Commands;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.theme.Words;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class NoticePaneTest {
  private final FxRobot robot = new FxRobot();
  private final Notices notices = new Notices(new Appearance(Theme.DARK, Language.ENGLISH));

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
  }

  private void show(Stage stage) {
    var appearance = new Appearance(Theme.DARK, Language.ENGLISH);
    var elsewhere = new Button("elsewhere");
    elsewhere.setId("elsewhere");
    stage.setScene(
        new Scene(
            new VBox(
                elsewhere,
                new NoticePane(notices, new Commands(), appearance, Duration.millis(300))),
            500,
            300));
    stage.setX(0);
    stage.setY(0);
    stage.show();
    elsewhere.requestFocus();
  }

  @AfterEach
  void close() throws Exception {
    FxToolkit.cleanupStages();
  }

  private List<String> shown() {
    return notices.shown().stream().map(notice -> notice.message().in(Language.ENGLISH)).toList();
  }

  @Test
  void whatWasDoneAndWhatIsOfferedGoByThemselvesAndAProblemStays() throws Exception {
    robot.interact(() -> {
      notices.show(Notice.warning(_ -> "refused", Words.NONE));
      notices.show(Notice.done(_ -> "saved"));
      notices.show(Notice.done(_ -> "an offer").withAction(_ -> "Take it", _ -> {}));
      // Before its time runs, which a busy machine may let pass between two calls.
      assertEquals(List.of("refused", "saved", "an offer"), shown());
    });
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> !shown().contains("saved"));
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> !shown().contains("an offer"));
    assertEquals(List.of("refused"), shown());
  }

  @Test
  void aFocusedNoticeWaits() throws Exception {
    robot.interact(() -> {
      notices.show(Notice.done(_ -> "saved"));
      robot.lookup(".notice .icon-button").query().requestFocus();
    });
    Thread.sleep(900);
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(List.of("saved"), shown());
    robot.interact(() -> robot.lookup("#elsewhere").query().requestFocus());
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> shown().isEmpty());
  }

  @Test
  void anotherDocumentTakesNoNoticesAlong() {
    robot.interact(() -> {
      notices.show(Notice.warning(_ -> "refused", Words.NONE));
      notices.show(Notice.done(_ -> "an offer").withAction(_ -> "Take it", _ -> {}));
      notices.leaveDocument();
    });
    assertEquals(List.of("an offer"), shown());
  }
}
