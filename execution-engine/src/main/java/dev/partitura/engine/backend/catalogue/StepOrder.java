package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Puts the steps of several programs into one order: each behind those of its own program that
/// touch the same memory before it, and behind those of others that make what it receives.
final class StepOrder {
  private final List<Slot> slots;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> parts = new ArrayList<>();
  private final Map<Integer, List<Integer>> writers = new HashMap<>();
  private final Map<Integer, List<Integer>> readers = new HashMap<>();

  StepOrder(List<Slot> slots) {
    this.slots = slots;
  }

  /// Adds the next step of a part.
  void add(int part, Step step) {
    int number = steps.size();
    steps.add(step);
    parts.add(part);
    step.inputs().forEach(slot -> touch(readers, slot, number));
    step.outputs().forEach(slot -> touch(writers, slot, number));
  }

  private void touch(Map<Integer, List<Integer>> by, int slot, int step) {
    by.computeIfAbsent(root(slot), _ -> new ArrayList<>()).add(step);
  }

  private int root(int slot) {
    int root = slot;
    while (slots.get(root).isAlias()) {
      root = slots.get(root).aliasOf();
    }
    return root;
  }

  /// The numbers of the steps, in order.
  List<Integer> order() {
    var waits = new int[steps.size()];
    var followers = new ArrayList<List<Integer>>();
    steps.forEach(_ -> followers.add(new ArrayList<>()));
    for (int step = 0; step < waits.length; step++) {
      for (int slot : steps.get(step).inputs()) {
        follow(writers.getOrDefault(root(slot), List.of()), step, true, followers, waits);
      }
      for (int slot : steps.get(step).outputs()) {
        follow(writers.getOrDefault(root(slot), List.of()), step, false, followers, waits);
        follow(readers.getOrDefault(root(slot), List.of()), step, false, followers, waits);
      }
    }
    var ready = new PriorityQueue<Integer>();
    for (int step = 0; step < waits.length; step++) {
      if (waits[step] == 0) {
        ready.add(step);
      }
    }
    var order = new ArrayList<Integer>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(next);
      for (int follower : followers.get(next)) {
        if (--waits[follower] == 0) {
          ready.add(follower);
        }
      }
    }
    if (order.size() != waits.length) {
      throw new IllegalStateException("The programs of the parts wait for each other");
    }
    return order;
  }

  private void follow(
      List<Integer> earlier,
      int step,
      boolean alsoOfOthers,
      List<List<Integer>> followers,
      int[] waits) {
    for (int before : earlier) {
      boolean same = parts.get(before).equals(parts.get(step));
      if (same ? before < step : alsoOfOthers) {
        followers.get(before).add(step);
        waits[step]++;
      }
    }
  }
}
