package dev.partitura.editor.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the sequence that repeats most in a row of numbers. Cost O(length × longest sequence).
final class Motifs {
  private static final int LONGEST = 24;
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private final int[] shapes;
  private final int[] sizes;
  private final boolean[] free;

  /// @param starts its places, which do not overlap
  record Motif(int length, List<Integer> starts) {}

  private static final Motif NONE = new Motif(0, List.of());

  /// @param shapes the numbers; equal ones stand for equal things
  /// @param sizes ops in each
  /// @param free which may be used; may change between searches
  Motifs(int[] shapes, int[] sizes, boolean[] free) {
    this.shapes = shapes;
    this.sizes = sizes;
    this.free = free;
  }

  /// The sequence of free places with the most ops in repeats, (repeats − 1) × ops, of those that
  /// hold three ops or more and are not themselves a shorter one written several times; of length 0
  /// when there is none.
  ///
  /// @param mustHold the least ops that one of its places must have
  Motif best(int mustHold) {
    var best = NONE;
    long score = 0;
    for (int length = 1; length <= Math.min(LONGEST, shapes.length / 2); length++) {
      for (var starts : places(length).values()) {
        int first = starts.getFirst();
        int ops = 0;
        int largest = 0;
        for (int i = first; i < first + length; i++) {
          ops += sizes[i];
          largest = Math.max(largest, sizes[i]);
        }
        long gain = (starts.size() - 1L) * ops;
        if (ops > 2 && largest >= mustHold && gain > score && !isRepetitive(first, length)) {
          score = gain;
          best = new Motif(length, starts);
        }
      }
    }
    return best;
  }

  /// Where each sequence of a length stands, in the order of their first places.
  private Map<Long, List<Integer>> places(int length) {
    var places = new java.util.LinkedHashMap<Long, List<Integer>>();
    var counts = new HashMap<Long, Integer>();
    int run = 0;
    for (int end = 0; end < shapes.length; end++) {
      run = free[end] ? run + 1 : 0;
      if (run >= length) {
        counts.merge(hash(end - length + 1, length), 1, Integer::sum);
      }
    }
    run = 0;
    for (int end = 0; end < shapes.length; end++) {
      run = free[end] ? run + 1 : 0;
      int start = end - length + 1;
      if (run < length || counts.getOrDefault(hash(start, length), 0) < 2) {
        continue;
      }
      var starts = places.computeIfAbsent(hash(start, length), _ -> new ArrayList<>());
      if (starts.isEmpty() || starts.getLast() + length <= start) {
        starts.add(start);
      }
    }
    return places;
  }

  private long hash(int start, int length) {
    long hash = length;
    for (int i = start; i < start + length; i++) {
      hash = (hash ^ shapes[i]) * BASE;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private boolean isRepetitive(int start, int length) {
    for (int period = 1; period <= length / 2; period++) {
      if (length % period == 0) {
        boolean repeats = true;
        for (int i = start + period; i < start + length && repeats; i++) {
          repeats = shapes[i] == shapes[i - period];
        }
        if (repeats) {
          return true;
        }
      }
    }
    return false;
  }
}
