package dev.partitura.editor.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// How the names of one network write a hierarchy: `layer1/block2/conv1`,
/// `/layer1/layer1.0/conv1/Conv` as PyTorch exports it, `encoder.layer.0.dense`, or
/// `resnetv1_stage1_conv0_fwd`.
enum NamePath {
  SLASH {
    @Override
    List<String> blocks(String name) {
      var parts = new ArrayList<>(Arrays.asList(name.split("/")));
      parts.removeIf(String::isEmpty);
      if (!parts.isEmpty()) {
        parts.removeLast();
      }
      return parts;
    }
  },
  DOT {
    @Override
    List<String> blocks(String name) {
      var parts = new ArrayList<String>();
      var tokens = name.split("\\.");
      for (int i = 0; i < tokens.length - 1; i++) {
        // A bare number counts the word before it.
        if (!parts.isEmpty() && tokens[i].chars().allMatch(Character::isDigit)) {
          var word = parts.removeLast();
          parts.add(word);
          parts.add(word + "." + tokens[i]);
        } else if (!tokens[i].isEmpty()) {
          parts.add(tokens[i]);
        }
      }
      return parts;
    }
  },
  UNDERSCORE {
    @Override
    List<String> blocks(String name) {
      var parts = new ArrayList<String>();
      var tokens = name.split("_+");
      for (int i = 0; i < tokens.length - 1; i++) {
        if (NUMBERED.matcher(tokens[i]).matches() && i < tokens.length - 2) {
          parts.add(tokens[i]);
        }
      }
      return parts;
    }
  },
  NONE {
    @Override
    List<String> blocks(String name) {
      return List.of();
    }
  };

  private static final Pattern NUMBERED = Pattern.compile("\\p{Alpha}+\\d+");

  /// The parts of the name before its last one; each names a block, outermost first.
  abstract List<String> blocks(String name);

  /// The way most of the names are written in.
  static NamePath of(List<String> names) {
    for (var way : List.of(SLASH, DOT, UNDERSCORE)) {
      if (names.stream().filter(name -> !way.blocks(name).isEmpty()).count() * 2 > names.size()) {
        return way;
      }
    }
    return NONE;
  }
}
