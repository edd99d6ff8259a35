package dev.partitura.ui.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.nio.file.AccessDeniedException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final Appearance appearance = new Appearance(Theme.DARK, Language.CHINESE);
  private final Notices notices = new Notices(appearance);

  @Test
  void aRefusalSpeaksTheLanguageThatTheWindowHasNow() {
    notices.show(ProblemException.of("edit.op.unknown", "a", "a"));
    var notice = notices.shown().getFirst();
    assertEquals("没有算子 a。请选择此网络中的算子。", said(notice, Language.CHINESE));
    assertEquals("There is no op a. Choose an op of this network.", said(notice, Language.ENGLISH));
  }

  private static String said(Notice notice, Language language) {
    return notice
        .copy(language)
        .lines()
        .limit(2)
        .collect(Collectors.joining(language == Language.CHINESE ? "" : " "));
  }

  @Test
  void aFileThatFailsIsAProblemInTheLanguageOfTheWindow() {
    notices.show(new AccessDeniedException("x.onnx"));
    var notice = notices.shown().getFirst();
    assertEquals(Notice.Level.PROBLEM, notice.level());
    assertEquals("无法使用文件 x.onnx：没有权限。", notice.message().in(Language.CHINESE));
  }

  @Test
  void ofManyProblemsTheLastNoticeKeepsTheRest() {
    notices.show(
        IntStream.range(0, 6)
            .mapToObj(i -> Problem.of("edit.op.unknown", "op" + i, "op" + i))
            .toList());
    var last = notices.shown().getLast();
    assertEquals("+ 3", last.message().in(Language.CHINESE));
    assertEquals(
        "没有算子 op3。请选择此网络中的算子。",
        last.details().in(Language.CHINESE).lines().findFirst().orElseThrow());
  }
}
