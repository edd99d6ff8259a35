package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How problems are written on the control channel: as what they are made of, so that they are put
/// into words where they are read, in the language there.
final class WiredProblems {
  private static final byte WHOLE = 'n';
  private static final byte LONG = 'l';
  private static final byte FLOAT = 'f';
  private static final byte DOUBLE = 'd';
  private static final byte PHRASE = 'p';
  private static final byte PROBLEM = 'x';
  private static final byte LIST = 's';
  private static final byte TEXT = 't';

  private WiredProblems() {}

  static void write(DataOutputStream out, List<Problem> problems) throws IOException {
    out.writeInt(problems.size());
    for (var problem : problems) {
      write(out, problem);
    }
  }

  /// @throws IOException when something else is written there
  static List<Problem> read(DataInputStream in) throws IOException {
    var problems = new ArrayList<Problem>();
    for (int left = in.readInt(); left > 0; left--) {
      problems.add(problem(in));
    }
    return List.copyOf(problems);
  }

  private static void write(DataOutputStream out, Problem problem) throws IOException {
    Wire.text(out, problem.code());
    Wire.text(out, problem.subject());
    arguments(out, problem.arguments());
  }

  private static Problem problem(DataInputStream in) throws IOException {
    return new Problem(Wire.text(in), Wire.text(in), arguments(in));
  }

  private static void arguments(DataOutputStream out, List<?> arguments) throws IOException {
    out.writeInt(arguments.size());
    for (var argument : arguments) {
      argument(out, argument);
    }
  }

  private static List<Object> arguments(DataInputStream in) throws IOException {
    var arguments = new ArrayList<Object>();
    for (int left = in.readInt(); left > 0; left--) {
      arguments.add(argument(in));
    }
    return arguments;
  }

  private static void argument(DataOutputStream out, Object argument) throws IOException {
    switch (argument) {
      case Integer number -> {
        out.writeByte(WHOLE);
        out.writeInt(number);
      }
      case Long number -> {
        out.writeByte(LONG);
        out.writeLong(number);
      }
      case Float number -> {
        out.writeByte(FLOAT);
        out.writeFloat(number);
      }
      case Double number -> {
        out.writeByte(DOUBLE);
        out.writeDouble(number);
      }
      case Phrase phrase -> {
        out.writeByte(PHRASE);
        Wire.text(out, phrase.key());
        arguments(out, phrase.arguments());
      }
      case Problem problem -> {
        out.writeByte(PROBLEM);
        write(out, problem);
      }
      case List<?> several -> {
        out.writeByte(LIST);
        arguments(out, several);
      }
      default -> {
        out.writeByte(TEXT);
        Wire.text(out, argument.toString());
      }
    }
  }

  private static Object argument(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case WHOLE -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case PHRASE -> new Phrase(Wire.text(in), arguments(in));
      case PROBLEM -> problem(in);
      case LIST -> arguments(in);
      case TEXT -> Wire.text(in);
      default -> throw new IOException("No argument of a problem begins with " + kind);
    };
  }
}
