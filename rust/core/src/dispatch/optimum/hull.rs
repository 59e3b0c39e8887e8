//! The lower convex hull of points: the cheapest mixture of what they stand for.

/// Anything with a place and a cost there.
pub trait Point: Copy {
    /// Where it lies.
    fn place(&self) -> f64;
    /// What being there costs.
    fn cost(&self) -> f64;
}

/// Those of `points` that no mixture of others undercuts, in ascending order of place.
pub fn lower_hull<P: Point>(mut points: Vec<P>) -> Vec<P> {
    points.sort_by(|a, b| a.place().total_cmp(&b.place()).then(a.cost().total_cmp(&b.cost())));
    points.dedup_by(|later, kept| later.place() <= kept.place());
    let mut hull: Vec<P> = Vec::with_capacity(points.len());
    for point in points {
        while let [.., before, last] = hull[..]
            && slope(&before, &last) >= slope(&last, &point)
        {
            hull.pop();
        }
        hull.push(point);
    }
    hull
}

fn slope<P: Point>(from: &P, to: &P) -> f64 {
    (to.cost() - from.cost()) / (to.place() - from.place())
}
