package dev.partitura.engine.file;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small text files in UTF-8, with or without a byte-order mark.
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextFile() {}

  /// The whole text, without its byte-order mark.
  ///
  /// @param source what a sentence calls the file, a name or a phrase
  /// @throws ProblemException when there is no such file or it holds no text
  public static String read(Path file, Object source) {
    try {
      if (!Files.exists(file)) {
        throw ProblemException.of("file.missing", file.toString(), source);
      }
      if (!Files.isRegularFile(file)) {
        throw ProblemException.of("file.kind", file.toString(), source);
      }
      return withoutMark(Files.readString(file));
    } catch (CharacterCodingException binary) {
      throw ProblemException.of("file.text", file.toString(), source);
    } catch (IOException fault) {
      throw ProblemException.of(
          "file.unreadable", file.toString(), source, AtomicFile.reason(fault));
    } catch (OutOfMemoryError exhausted) {
      throw ProblemException.of("file.memory", file.toString(), source);
    }
  }

  static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
