//! A graph in, a program out.

use crate::aging::expression::graph::{Graph, Id, Input, Node};
use crate::aging::expression::program::{Action, Place, Program};
use crate::aging::expression::tabulate::Polynomials;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Program {
    /// The program that computes `roots`; `columns` names the inputs that have one value per
    /// sample, by their column, and formulas in `tabulated` alone become tables if they are dear.
    pub fn new(
        graph: &Graph,
        roots: &[Id],
        columns: &[(Input, usize)],
        tabulated: Option<Input>,
    ) -> Self {
        let mut compiler = Compiler {
            graph,
            columns,
            places: HashMap::new(),
            program: Self {
                columns: columns.iter().map(|(_, at)| at + 1).max().unwrap_or(0),
                curves: graph.curves().to_vec(),
                families: graph.families().to_vec(),
                ..Self::default()
            },
        };
        let tables = tabulated.map(|input| compiler.tabulate(roots, input));
        let cut = tables.unwrap_or_default();
        for id in compiler.needed(roots, &cut) {
            compiler.place(id);
        }
        compiler.program.outputs = roots.iter().map(|root| compiler.places[root]).collect();
        compiler.program
    }
}

struct Compiler<'a> {
    graph: &'a Graph,
    columns: &'a [(Input, usize)],
    places: HashMap<Id, Place>,
    program: Program,
}

impl Compiler<'_> {
    /// Places tables of the largest formulas in `input` alone, and gives their nodes.
    fn tabulate(&mut self, roots: &[Id], input: Input) -> Vec<Id> {
        let needed = self.graph.needed(roots);
        let alone = |id: Id| self.graph.inputs(&[id]) == [input];
        let is_dear = |id: Id| self.graph.needed(&[id]).iter().any(|id| is_dear(self.graph, *id));
        let read_by_others = |id: Id| {
            let mut readers = needed.iter().filter(|r| self.graph.sources(**r).contains(&id));
            roots.contains(&id) || readers.any(|reader| !alone(*reader))
        };
        let candidates: Vec<Id> = needed
            .iter()
            .copied()
            .filter(|&id| alone(id) && is_dear(id) && read_by_others(id))
            .collect();
        let Some(column) = self.column_of(input) else {
            return vec![];
        };
        candidates.into_iter().filter(|&id| self.place_table(id, input, column)).collect()
    }

    fn place_table(&mut self, id: Id, input: Input, column: usize) -> bool {
        let formula = Program::new(self.graph, &[id], &[(input, 0)], None);
        let mut registers = formula.registers();
        formula.bind(&mut registers, |_| f64::NAN);
        let registers = RefCell::new(registers);
        let table = Polynomials::of(|points| {
            let registers = &mut registers.borrow_mut();
            registers.column(0)[..points.len()].copy_from_slice(points);
            formula.run(registers, points.len());
            let values = formula.output(registers, 0, points.len());
            std::array::from_fn(|k| values.at(k))
        });
        let Some(table) = table else {
            return false;
        };
        self.program.tables.push(Arc::new(table));
        let action = Action::Table(self.program.tables.len() - 1, Place::Column(column));
        let place = self.each(action);
        self.places.insert(id, place);
        true
    }

    /// The nodes that `roots` need where those of `cut` are there already.
    fn needed(&self, roots: &[Id], cut: &[Id]) -> Vec<Id> {
        let mut wanted: Vec<Id> = roots.to_vec();
        let mut found = BTreeSet::new();
        while let Some(id) = wanted.pop() {
            if !cut.contains(&id) && found.insert(id) {
                wanted.extend(self.graph.sources(id));
            }
        }
        found.into_iter().collect()
    }

    fn place(&mut self, id: Id) {
        let of = |id: &Id| self.places[id];
        let place = match self.graph.node(id) {
            Node::Constant(bits) => Place::Scalar(self.slot(f64::from_bits(bits))),
            Node::Input(input) => self.place_input(input),
            Node::Unary(function, a) => self.act(Action::Unary(function, of(&a)), &[of(&a)]),
            Node::Binary(function, a, b) => {
                let (a, b) = (of(&a), of(&b));
                self.act(Action::Binary(function, a, b), &[a, b])
            }
            Node::Where(condition, yes, no) => {
                let all = [of(&condition), of(&yes), of(&no)];
                self.act(Action::Where(all[0], all[1], all[2]), &all)
            }
            Node::Curve(curve, a) => self.act(Action::Curve(curve, of(&a)), &[of(&a)]),
            Node::Family(family, a, b) => {
                let (a, b) = (of(&a), of(&b));
                self.act(Action::Family(family, a, b), &[a, b])
            }
        };
        self.places.insert(id, place);
    }

    fn place_input(&mut self, input: Input) -> Place {
        if let Some(column) = self.column_of(input) {
            return Place::Column(column);
        }
        let at = self.slot(f64::NAN);
        self.program.bound.push((input, at));
        Place::Scalar(at)
    }

    fn column_of(&self, input: Input) -> Option<usize> {
        let found = self.columns.iter().find(|(named, _)| *named == input);
        found.map(|(_, column)| *column)
    }

    fn act(&mut self, action: Action, reads: &[Place]) -> Place {
        if reads.iter().any(|place| matches!(place, Place::Column(_))) {
            return self.each(action);
        }
        let to = self.slot(f64::NAN);
        self.program.once.push((action, to));
        Place::Scalar(to)
    }

    fn each(&mut self, action: Action) -> Place {
        let to = self.program.columns;
        self.program.columns += 1;
        self.program.each.push((action, to));
        Place::Column(to)
    }

    fn slot(&mut self, value: f64) -> usize {
        self.program.constants.push(value);
        self.program.constants.len() - 1
    }
}

fn is_dear(graph: &Graph, id: Id) -> bool {
    match graph.node(id) {
        Node::Unary(function, _) => function.is_dear(),
        Node::Binary(function, ..) => function.is_dear(),
        _ => false,
    }
}
