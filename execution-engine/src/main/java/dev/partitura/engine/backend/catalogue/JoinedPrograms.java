package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes one program of those of parts of a network: what one part gives and another takes is one
/// slot. Used by one thread; cost O((steps + slots) log steps).
final class JoinedPrograms {
  private final List<Part> parts;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> inputs = new HashMap<>();
  private final Map<String, Integer> given = new HashMap<>();
  private final List<int[]> numbers = new ArrayList<>();

  private JoinedPrograms(List<Part> parts) {
    this.parts = parts;
  }

  /// A part of the network and its program.
  record Part(MixedParts.Part of, Program program) {
    private List<String> inputs() {
      return of.network().network().inputs().stream().map(input -> input.name()).toList();
    }

    private List<String> outputs() {
      return of.network().network().outputs().stream().map(output -> output.name()).toList();
    }
  }

  static Program join(Network whole, List<Part> parts) {
    return new JoinedPrograms(parts).join(whole);
  }

  private Program join(Network whole) {
    parts.forEach(this::number);
    for (int part = 0; part < parts.size(); part++) {
      receive(parts.get(part), numbers.get(part));
    }
    var steps = new ArrayList<Step>();
    for (int part = 0; part < parts.size(); part++) {
      for (var step : parts.get(part).program.steps()) {
        steps.add(renumbered(step, numbers.get(part)));
      }
    }
    return new Program(
        ordered(steps),
        slots,
        whole.inputs().stream().map(input -> inputs.getOrDefault(input.name(), -1)).toList(),
        whole.outputs().stream()
            .map(output ->
                Objects.requireNonNull(
                    given.getOrDefault(output.name(), inputs.get(output.name()))))
            .toList());
  }

  /// Gives the slots of a part their numbers; those it receives get theirs when all are known.
  private void number(Part part) {
    var program = part.program;
    var number = new int[program.slots().size()];
    for (int slot = 0; slot < number.length; slot++) {
      number[slot] = slots.size() + slot;
    }
    slots.addAll(program.slots());
    numbers.add(number);
    for (int i = 0; i < part.inputs().size(); i++) {
      int slot = program.inputSlots().get(i);
      var name = part.inputs().get(i);
      if (slot >= 0 && !part.of.received().contains(name)) {
        number[slot] = inputs.computeIfAbsent(name, _ -> number[slot]);
      }
    }
    for (int i = 0; i < part.outputs().size(); i++) {
      given.put(part.outputs().get(i), number[program.outputSlots().get(i)]);
    }
  }

  private void receive(Part part, int[] number) {
    for (int i = 0; i < part.inputs().size(); i++) {
      int slot = part.program.inputSlots().get(i);
      var name = part.inputs().get(i);
      if (slot >= 0 && part.of.received().contains(name)) {
        number[slot] = Objects.requireNonNull(given.get(name), name);
      }
    }
    for (int slot = 0; slot < number.length; slot++) {
      var of = part.program.slots().get(slot);
      if (of.isAlias()) {
        slots.set(number[slot], of.viewing(number[of.aliasOf()]));
      }
    }
  }

  private static Step renumbered(Step step, int[] number) {
    return new Step(
        step.name(),
        step.type(),
        step.category(),
        step.ops(),
        step.stage(),
        step.phase(),
        step.recipe(),
        step.inputs().stream().map(slot -> number[slot]).toList(),
        step.outputs().stream().map(slot -> number[slot]).toList(),
        step.work());
  }

  /// Every step behind those that it must follow, else as they come.
  private List<Step> ordered(List<Step> steps) {
    var before = new StepOrder(slots);
    int step = 0;
    for (int part = 0; part < parts.size(); part++) {
      for (int i = 0; i < parts.get(part).program.steps().size(); i++, step++) {
        before.add(part, steps.get(step));
      }
    }
    return before.order().stream().map(steps::get).toList();
  }
}
