package dev.partitura.editor.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is laid out at one go: the members of one frame, or of the whole drawing, as plain boxes
/// with lines between them. Frames within are boxes too, and where lines enter or leave the frame
/// stand points.
final class Level {
  /// @param role whether it is a box, or a point where lines enter or leave
  record Member(double width, double height, Role role) {}

  enum Role {
    BOX,
    ENTRY,
    EXIT
  }

  /// @param fromY height of the line's begin below the middle of its box
  record Line(int from, double fromY, int to, double toY) {}

  /// @param xs middle of each member
  /// @param bends of each line between its ends
  record Placed(double[] xs, double[] ys, List<double[]> bends) {}

  private final List<Member> members = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final Map<Line, Integer> indexes = new HashMap<>();

  int add(Member member) {
    members.add(member);
    return members.size() - 1;
  }

  /// Index of the line, which is added once.
  int connect(Line line) {
    return indexes.computeIfAbsent(
        line,
        added -> {
          lines.add(added);
          return lines.size() - 1;
        });
  }

  List<Member> members() {
    return members;
  }

  List<Line> lines() {
    return lines;
  }

  /// Equal for levels that are laid out alike.
  Object shape() {
    return List.of(List.copyOf(members), List.copyOf(lines));
  }
}
