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
  /// @param source what to call the file at the beginning of a sentence
  /// @throws ProblemException when there is no such file or it holds no text
  public static String read(Path file, String source) {
    try {
      if (!Files.exists(file)) {
        throw new ProblemException(
            "file.missing", file.toString(), source + " does not exist.", "Check the path.");
      }
      if (!Files.isRegularFile(file)) {
        throw new ProblemException(
            "file.kind",
            file.toString(),
            source + " is not a regular file.",
            "Choose another file.");
      }
      return withoutMark(Files.readString(file));
    } catch (CharacterCodingException binary) {
      throw new ProblemException(
          "file.text",
          file.toString(),
          source + " is not a text file in UTF-8.",
          "Save it as UTF-8, or choose another file.");
    } catch (IOException fault) {
      throw new ProblemException(
          "file.unreadable",
          file.toString(),
          source + " cannot be read: " + AtomicFile.reason(fault) + ".",
          "Check its permissions.");
    } catch (OutOfMemoryError exhausted) {
      throw new ProblemException(
          "memory.short",
          file.toString(),
          source + " needs more memory than the program may use.",
          "Start it with a larger -Xmx.");
    }
  }

  static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
