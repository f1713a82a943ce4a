// A web API with repositories, DTOs, an HttpClient and configuration. It has nothing to do with Bitrix24.
using System.Linq.Expressions;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samples.WebApi;

public enum OrderState
{
    New,
    Paid,
    Shipped,
}

public sealed class Order
{
    public int Id { get; set; }
    public string Title { get; set; } = "";
    public OrderState State { get; set; }
    public decimal Total { get; set; }
    public DateTime Created { get; set; } = DateTime.UtcNow;
    public Customer? Customer { get; set; }
    public List<OrderLine> Lines { get; } = [];
}

public sealed class OrderLine
{
    public int ProductId { get; set; }
    public int Quantity { get; set; }
    public decimal Price { get; set; }
}

public sealed class Customer
{
    public int Id { get; set; }
    public string? Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public DateTime? Birthdate { get; set; }
}

public sealed record OrderDto([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("title")] string Title, string Status, decimal Opportunity);

public sealed record CreateOrder(string Title, int CustomerId, IReadOnlyList<LineDto> Lines, Dictionary<string, string>? Fields);

public sealed record LineDto(int ProductId, int Quantity);

public sealed record Problem(int Status, string Title, Dictionary<string, object?>? Errors = null);

public interface IRepository<T>
    where T : class
{
    IQueryable<T> Query { get; }

    Task<T?> FindAsync(int id, CancellationToken cancellationToken);

    void Add(T entity);

    void Update(T entity);

    Task<int> SaveChangesAsync(CancellationToken cancellationToken);
}

public sealed class MemoryRepository<T>(Func<T, int> key) : IRepository<T>
    where T : class
{
    private readonly Dictionary<int, T> _items = [];

    public IQueryable<T> Query => _items.Values.AsQueryable();

    public Task<T?> FindAsync(int id, CancellationToken cancellationToken) => Task.FromResult(_items.GetValueOrDefault(id));

    public void Add(T entity) => _items[key(entity)] = entity;

    public void Update(T entity) => _items[key(entity)] = entity;

    public Task<int> SaveChangesAsync(CancellationToken cancellationToken) => Task.FromResult(_items.Count);
}

public sealed class OrderService(IRepository<Order> orders, IRepository<Customer> customers, PaymentClient payments)
{
    private static readonly Dictionary<OrderState, string> s_states = new() { [OrderState.New] = "NEW", [OrderState.Paid] = "PAID", [OrderState.Shipped] = "SHIPPED" };

    public async Task<OrderDto?> GetAsync(int id, CancellationToken cancellationToken)
    {
        Order? order = await orders.FindAsync(id, cancellationToken);
        return order is null ? null : new OrderDto(order.Id, order.Title, s_states[order.State], order.Total);
    }

    public async Task<object> CreateAsync(CreateOrder request, CancellationToken cancellationToken)
    {
        Customer? customer = await customers.FindAsync(request.CustomerId, cancellationToken);
        if (customer is null)
        {
            return new Problem(404, "Not found", new() { ["customerId"] = request.CustomerId, ["TITLE"] = request.Title });
        }

        var order = new Order { Id = Random.Shared.Next(), Title = request.Title, Customer = customer };
        foreach (LineDto line in request.Lines)
        {
            order.Lines.Add(new OrderLine { ProductId = line.ProductId, Quantity = line.Quantity, Price = 10m * line.Quantity });
        }

        order.Total = order.Lines.Sum(l => l.Price);
        orders.Add(order);
        await orders.SaveChangesAsync(cancellationToken);
        await payments.CallAsync("payments.create", new { id = order.Id, fields = new { TITLE = order.Title, AMOUNT = order.Total, OPENED = true, PHONE = customer.Phone } }, cancellationToken);
        return new { order.Id, order.Title, status = s_states[order.State], fields = request.Fields };
    }

    public Task<List<OrderDto>> SearchAsync(string? text, OrderState? state, int page)
    {
        IQueryable<Order> query = orders.Query;
        if (text is not null)
        {
            query = query.Where(o => o.Title.Contains(text) || (o.Customer != null && o.Customer.Name == text));
        }

        if (state is { } wanted)
        {
            query = query.Where(o => o.State == wanted);
        }

        return Task.FromResult(query.OrderByDescending(o => o.Created).Skip(page * 50).Take(50).Select(o => new OrderDto(o.Id, o.Title, o.State.ToString(), o.Total)).ToList());
    }

    public async Task<bool> PatchAsync(int id, Dictionary<string, JsonElement> fields, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(id, cancellationToken) is not { } order)
        {
            return false;
        }

        foreach ((string name, JsonElement value) in fields)
        {
            switch (name.ToUpperInvariant())
            {
                case "TITLE":
                    order.Title = value.GetString() ?? "";
                    break;
                case "STATUS_ID":
                    order.State = Enum.Parse<OrderState>(value.GetString()!, ignoreCase: true);
                    break;
                case "COMMENT":
                    break;
            }
        }

        orders.Update(order);
        return await orders.SaveChangesAsync(cancellationToken) > 0;
    }
}

public sealed class PaymentClient(HttpClient http, string key)
{
    private const string Root = "https://payments.example.com/rest/v1/";
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<JsonElement> CallAsync(string method, object arguments, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Root + method) { Content = JsonContent.Create(arguments, options: s_options) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(1000, cancellationToken);
        }

        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public Task<string> TokenAsync(string user, string password) => PostAsync("token", new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["grant_type"] = "password",
        ["username"] = user,
        ["password"] = password,
        ["fields[TITLE]"] = "none",
    }));

    public Task<string> RefundAsync(int id, decimal sum) => PostAsync($"refunds/{id}?sum={sum}&fields[REASON]=customer", new StringContent($$"""{"id": {{id}}, "fields": {"SUM": {{sum}}, "EMAIL": "x"} }""", Encoding.UTF8, "application/json"));

    private async Task<string> PostAsync(string path, HttpContent content)
    {
        using HttpResponseMessage response = await http.PostAsync(Root + path, content);
        return await response.Content.ReadAsStringAsync();
    }
}

public static class Endpoints
{
    public static void Map(Action<string, Delegate> map, OrderService service)
    {
        map("/orders/{id}", (int id, CancellationToken ct) => service.GetAsync(id, ct));
        map("/orders", (CreateOrder order, CancellationToken ct) => service.CreateAsync(order, ct));
        map("/orders/search", (string? q, OrderState? state, int page) => service.SearchAsync(q, state, page));
        map("/health", () => new { status = "ok", fields = new { VERSION = "1.0", UPTIME = Environment.TickCount64 } });
    }
}
