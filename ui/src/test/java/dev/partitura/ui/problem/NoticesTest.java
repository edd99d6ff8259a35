package dev.partitura.ui.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final Appearance appearance = new Appearance(Theme.DARK, Language.CHINESE);
  private final Notices notices = new Notices(appearance);

  @Test
  void aRefusalSpeaksTheLanguageOfTheWindow() {
    notices.show(ProblemException.of("edit.op.unknown", "a", "a"));
    appearance.languageProperty().set(Language.ENGLISH);
    notices.show(ProblemException.of("edit.op.unknown", "b", "b"));
    assertEquals(
        List.of("没有算子 a。 请选择此网络中的算子。", "There is no op b. Choose an op of this network."),
        notices.shown().stream().map(notice -> notice.message() + " " + notice.hint()).toList());
  }

  @Test
  void aFileThatFailsIsAProblemInTheLanguageOfTheWindow() {
    notices.show(new AccessDeniedException("x.onnx"));
    var notice = notices.shown().getFirst();
    assertEquals(Notice.Level.PROBLEM, notice.level());
    assertEquals("无法使用文件 x.onnx：没有权限。", notice.message());
  }

  @Test
  void ofManyProblemsTheLastNoticeKeepsTheRest() {
    notices.show(
        IntStream.range(0, 6)
            .mapToObj(i -> Problem.of("edit.op.unknown", "op" + i, "op" + i))
            .toList());
    var last = notices.shown().getLast();
    assertEquals("+ 3", last.message());
    assertEquals("没有算子 op3。请选择此网络中的算子。", last.details().lines().findFirst().orElseThrow());
  }
}
